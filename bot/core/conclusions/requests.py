"""What participants ask for: in a list below "Cử tri nêu một số kiến nghị:", and in sentences that go on with it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.conclusions.layout import PROSE, Block
from bot.core.conclusions.masked import Masked

_CLOSING = ";"  # a paragraph that ends so goes on with the next one


@dataclass
class Requests:
    """Whether the block that is read stands in such a list."""

    masked: Masked
    opener: Block | None = None
    item_level: int | None = None  # of the items below the line that opens the list
    last: Block | None = None  # the block that was read before

    def enter(self, block: Block) -> None:
        """A higher item than those of the list ends it, and a paragraph that asks for nothing."""
        before, self.last = self.last, block
        if self.opener is None or before is None:
            return
        if self.item_level is None:
            self.item_level = block.level
        above = block.level < self.item_level or PROSE < block.level <= self.opener.level
        if above or (block.level == PROSE and not self._asks_on(before, block)):
            self.close()

    def close(self) -> None:
        """Somebody with authority speaks: what follows is no request."""
        self.opener = self.item_level = None

    @property
    def listed(self) -> bool:
        """Is the block an item of the list?"""
        return self.opener is not None and self.opener is not self.last

    def opens(self, block: Block) -> bool:
        """Does a line that ends in a colon tell who asks for what follows?"""
        if not (self._participants_ask(block) or self._says("asks_list", block)):
            return False
        self.opener, self.item_level = block, None
        return True

    def opens_below(self, block: Block) -> None:
        """The same for a heading: "I. Kiến nghị của các huyện"."""
        if self.masked.patterns["asks_heading"].match(self.masked.text.lower[block.start : block.end]):
            self.opener, self.item_level = block, None

    def go_on(self, start: int, end: int) -> bool:
        """ "Ông cũng đề nghị ...", "Ngoài ra, đề nghị ..." behind what a participant has said; a body speaks anew."""
        found = self.masked.patterns["asks_still"].match(self.masked.mask, start, end)
        return found is not None and all(name.is_post for name in self.masked.within(found.start(), found.end()))

    def _participants_ask(self, block: Block) -> bool:
        """ "Cử tri kiến nghị:", and not "Về kiến nghị của cử tri, Chủ tịch UBND tỉnh đề nghị:"."""
        found = self.masked.patterns["participants_ask"].search(self.masked.text.lower[block.start : block.end])
        if found is None:
            return False
        between = self.masked.within(block.start + found.start(), block.start + found.end("who"))
        return not any(self.masked.patterns.is_authority(name.texts[-1]) for name in between)

    def _says(self, pattern: str, block: Block) -> bool:
        return self.masked.patterns[pattern].search(self.masked.mask[block.start : block.end]) is not None

    def _asks_on(self, before: Block, block: Block) -> bool:
        """Does a paragraph go on with the list: "Đề nghị UBND tỉnh ...;"?"""
        goes_on = self.masked.text.text[before.end - 1] == _CLOSING
        return goes_on or self.masked.patterns["asks_on"].match(self.masked.mask, block.start, block.end) is not None
