"""What the page of the demo says, by the name that the page uses for it."""

from __future__ import annotations

from bot.core.cards import T

PAGE_TEXTS = {
    # the frame
    "title": T("Steering committee tasks – demo"),
    "brand": T("Committee tasks"),
    "demo": T("Demo on this machine only, with invented people. Nothing is sent anywhere; a new start begins afresh."),
    "demo-short": T("Demo"),
    "language": T("Language"),
    "people": T("People"),
    "everybody": T("Choose a person"),
    "chats": T("Chats"),
    "unread": T("unread messages"),
    # the clock
    "clock": T("Demo clock"),
    "next-morning": T("to 08:00, next working day"),
    "monday": T("to Monday"),
    "clock-moved": T("The demo clock shows:"),
    # the start
    "welcome": T("Which person do you want to be?"),
    "welcome-hint": T(
        "The chair asks, the office hands out the work, the agencies report. Choose a person to open their chat; "
        "several chats can be open side by side."
    ),
    "steps-open": T("Show the five steps of the demo"),
    # a chat
    "close": T("Close this chat"),
    "empty": T("No messages yet. Write a line or choose a suggestion below."),
    "write": T("Write a message"),
    "write-hint": T("Enter sends · Shift+Enter for a new line · drop a file here"),
    "send": T("Send the message"),
    "attach": T("Attach a file"),
    "drop": T("Drop the file here"),
    "suggestions": T("Suggestions"),
    "working": T("The assistant is working…"),
    "assistant": T("Assistant"),
    "me": T("The person chosen"),
    "edited": T("updated"),
    "picture": T("Picture; the message says what it shows"),
    "unsent": T("Not received"),
    "more": T("Show all"),
    "less": T("Show less"),
    "newer": T("Newest messages"),
    # roles
    "role-chair": T("Chair"),
    "role-vice_chair": T("Vice chair"),
    "role-office": T("Office"),
    "role-head": T("Agency head"),
    "role-contact": T("Agency contact"),
    "role-observer": T("Observer"),
    # suggestions: sent as they stand here
    "ask-overdue": T("What is overdue?"),
    "ask-soon": T("What is due soon?"),
    "ask-mine": T("My tasks"),
    "ask-waiting": T("What is waiting for me?"),
    "send-sample": T("📎 Send the sample conclusion"),
    # first steps
    "steps": T("Five steps"),
    "steps-hint": T("From a conclusion to the Monday digest, in about five minutes."),
    "steps-close": T("Close the steps"),
    "step-done": T("done"),
    "step-1": T("The office takes in a conclusion"),
    "step-1-text": T(
        "Download the sample conclusion, open the office's chat and upload it (📎), or send it there with one press. "
        "Go through the tasks found one by one, fill in what is missing, then press the button that assigns."
    ),
    "step-2": T("An agency acknowledges and reports"),
    "step-2-text": T(
        "An agency with a mark has a new message. Open its chat, acknowledge the task, then report it done with one "
        "line on the result."
    ),
    "step-3": T("The office confirms"),
    "step-3-text": T("The office gets the report: open its chat and confirm, or return with a reason."),
    "step-4": T("Days go by, the chair asks"),
    "step-4-text": T("Move the clock a few times: reminders go out in the morning. Then let the chair ask."),
    "step-5": T("Monday: the weekly digest"),
    "step-5-text": T("Move the clock to Monday: the digest comes to the chair, an extract to each agency."),
    "get-sample": T("Download the sample"),
    "open-office": T("Open the office's chat"),
    "open-agency": T("Open an agency's chat"),
    "open-chair": T("Open the chair's chat"),
    "ask-it": T("Ask “What is overdue?”"),
    # what went wrong
    "error": T("That did not work and nothing was changed. Please try again."),
    "too-big": T("The file is larger than 20 MB. Please send a smaller one."),
    "one-file": T("Please send one file at a time."),
    "offline": T("No connection to the bot. Trying again…"),
}
