# What the console says to operators. The browser puts the values in: docs/decisions/0089.
#
# Variables are texts, or numbers that choose a plural and are written as the locale writes them.

## The console as a whole

console-app = Parley
console-inbox = Inbox
console-language-of-console = Language of the console
console-account-of = Your account, { $name }

## Signing in

console-sign-in-title = Sign in to Parley
console-sign-in-lead = Read conversations, see why the assistant answered as it did, and take over.
console-email = E-mail
console-password = Password
console-sign-in = Sign in
console-signing-in = Signing in…
console-sign-in-wrong = The e-mail or the password is wrong.
console-sign-in-throttled =
    Too many tries. Wait { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    } and try again.
console-sign-out = Sign out

## The inbox

console-search = Search names and messages
console-filters = Status of the conversations
console-filter-all = All
console-filter-open = Open
console-filter-bot = Bot
console-filter-resolved = Resolved
console-status-bot = With the bot
console-status-open = Open
console-status-snoozed = Snoozed
console-status-resolved = Resolved
console-waiting = Waiting { $time }
console-unread = Unread
console-visitor = Visitor { $id }
console-no-text = No message yet
console-list-loading = Loading conversations…
console-list-error = The conversations could not be loaded.
console-list-empty = No conversations yet
console-list-empty-hint = They appear here as soon as a customer writes in the widget.
console-list-none = Nothing matches
console-list-none-hint = Choose another status or search for something else.
console-more = Load more
console-try-again = Try again

## The transcript

console-back-to-list = Back to the inbox
console-transcript = Transcript
console-choose = Choose a conversation
console-choose-hint = Press j and k to move through the inbox, Enter to open, ? for all shortcuts.
console-transcript-loading = Loading the transcript…
console-transcript-error = The transcript could not be loaded.
console-transcript-missing = There is no such conversation.
console-bot = Assistant
console-bot-badge = Bot
console-customer = Customer
console-team = Support team
console-you = You
console-note = Private note
console-why = Why this answer
console-sources = Sources
console-typing-bot = The assistant is writing
console-sending = Sending…
console-not-sent = Not sent: { $reason }
console-discard = Delete
console-jump = New messages

## What an operator does

console-take-over = Take over
console-hand-back = Hand back to the bot
console-resolve = Resolve
console-reopen = Reopen
console-details = Details
console-held-by-you = You hold this conversation
console-held-by = { $name } holds this conversation
console-with-bot = The bot answers
console-waits = Waits for somebody
console-tab-reply = Reply
console-tab-note = Private note
console-write-reply = Write to the customer. Enter sends, Shift+Enter starts a line.
console-write-takes-over = Write to the customer. Sending takes the conversation over.
console-write-held = { $name } holds this conversation. You can leave a private note.
console-write-note = Only your team sees this.
console-send = Send
console-add-note = Add note
console-draft-reply = Draft a reply
console-drafting = Looking in the documents…
console-draft-failed = No draft: { $reason }
console-draft-quoted = Sentences of your documents. Read them before you send:
console-draft-written = Written by the model, checked against your documents. Read it before you send:
console-draft-earlier = To what was asked before: “{ $question }”
console-draft-nothing = The documents answer nothing of this. Nearest to it:

## The details of a conversation

console-close-details = Close the details
console-contact = Contact
console-name = Name
console-verified = Verified
console-not-verified = Not verified
console-unknown = Unknown
console-conversation = Conversation
console-status = Status
console-assignee = Held by
console-nobody = Nobody
console-channel = Channel
console-language = Language
console-identifier = Number
console-copy-link = Copy link
console-copied = Copied

## Why this answer

console-trace = Why this answer
console-trace-hint = Choose “Why this answer” under a message of the bot: its intent, its sources, its decisions and its timings appear here.
console-trace-loading = The trace is on its way…
console-outcome = Outcome
console-outcome-answered = Answered
console-outcome-held = Stood back: an operator holds the conversation
console-outcome-dropped = Dropped: something newer came first
console-outcome-handed-off = Handed to a person
console-outcome-failed = Failed
console-route = Route
console-route-script = Scripted flow
console-route-knowledge = Answer from the documents
console-route-handoff = Hand over to a person
console-intent = Intent
console-intent-none = No intent was recognised.
console-policy = Policy
console-reason = Reason
console-entities = Found in the message
console-slots = Remembered
console-actions = Actions
console-passages = Passages
console-expected-questions = Expected questions
console-score = score { $value }
console-cosine = meaning { $value }
console-text-rank = words #{ $value }
console-found-by-expected = found by the expected question “{ $question }”
console-decisions = Decisions
console-timings = Timings
console-timing-queue = Queue
console-timing-translate = Translate
console-timing-dialogue = Dialogue
console-timing-retrieve = Retrieve
console-timing-generate = Generate
console-timing-other = The rest
console-timing-total = Total
console-first-token = first token after { $time }
console-step = Step
console-duration = Time
console-model = Model
console-tokens =
    { $prompt ->
        [one] { $prompt } token
       *[other] { $prompt } tokens
    } read, { $completion } written
console-degraded =
    Answered without { $part ->
        [model] the language model
        [answers] the documents
       *[other] { $part }
    }, which was away
console-raw = The whole trace

## What happened to a conversation

console-sys-status-open = Handed to the team
console-sys-status-bot = Back with the bot
console-sys-status-resolved = Resolved
console-sys-status-snoozed = Snoozed
console-sys-by = { $what } by { $name }
console-sys-assigned = { $name } took over
console-sys-unassigned = Nobody holds it any more
console-sys-handback = Handed back to the bot: its memory starts here
console-sys-locale = Language: { $locale }
console-sys-delivery = Could not be delivered

## The connection

console-live-connecting = Connecting…
console-live-on = Live
console-live-lost = The connection was lost. What you see may be old. Trying again…
console-platform-degraded = Redis is away: nothing stored is lost, but live updates and answers wait.
console-expired = You were signed out. Sign in again.
console-failed = That did not work: { $reason }
console-unreachable = the platform cannot be reached

## Keyboard

console-shortcuts = Keyboard shortcuts
console-shortcuts-on = Use single-letter shortcuts
console-close = Close
console-key-next = Next conversation
console-key-previous = Previous conversation
console-key-open = Open the conversation
console-key-search = Search
console-key-take-over = Take over
console-key-reply = Write a reply
console-key-note = Write a private note
console-key-hand-back = Hand back to the bot
console-key-resolve = Resolve or reopen
console-key-details = Show or hide the details
console-key-help = This list
console-key-escape = Leave the field, close what is open
console-key-inbox = Go to the inbox
console-key-knowledge = Go to the knowledge

## Knowledge

console-views = Parts of the console
console-knowledge = Knowledge
console-sources-of-knowledge = Sources
console-knowledge-loading = Loading the sources…
console-knowledge-error = The sources could not be loaded.
console-knowledge-empty = No documents yet
console-knowledge-empty-hint = What the assistant may say stands in your documents. Add the first ones.
console-add = Add
console-add-documents = Add documents
console-drop-here = Drop files here
console-choose-files = Choose files
console-formats = { $formats }; up to { $most } MB each. CSV: one column “question”, one column “answer”.
console-uploads = Files on their way
console-uploading = Uploading { $name }
console-dismiss = Forget { $name }
console-address = Address of a page, a sitemap or a list of pages
console-shown-in = Shown in
console-every-inbox = Every inbox
console-some-inboxes = Only these
console-shown-in-some = Some inboxes
console-shown-in-none = No inbox
console-try-question = Try a question
console-try-question-hint = See which passages the assistant would find, and how well they fit.
console-ask-knowledge = A question
console-ask-knowledge-example = How long does shipping take?
console-ask-in-inbox = As asked in
console-find = Find
console-finding = Looking…
console-found-nothing = No document says anything about it. The assistant would say so and offer a person.
console-found-for = Found for “{ $question }”, best first
console-page = Page { $page }
console-counts = Documents: { $documents } · Passages: { $passages }
console-source-new = Not read yet
console-source-queued = Waiting
console-source-running = Being read
console-source-done = Ready
console-source-failed = Failed
console-source-unreadable = Could not be read
console-source-interrupted = Interrupted
console-source-interrupted-hint = Reading was interrupted. What was read stays; read it again to go on.
console-source-missing = There is no such source any more.
console-reading-of = Reading { $done } of { $total }
console-documents-failed =
    { $count ->
        [one] { $count } error
       *[other] { $count } errors
    }
console-back-to-sources = Back to the sources
console-ingest-again = Read again
console-remove = Remove
console-remove-source = Remove this source?
console-remove-hint =
    { $documents ->
        [0] “{ $id }” is withdrawn at once: the assistant will not quote it any more.
        [one] “{ $id }” and its { $documents } document are withdrawn at once: the assistant will not quote them any more.
       *[other] “{ $id }” and all its { $documents } documents are withdrawn at once: the assistant will not quote them any more.
    }
console-keep = Keep it
console-documents = Documents
console-languages = Languages
console-last-ingested = Last read
console-last-time = What changed then
console-nothing-yet = Nothing yet
console-never = Never
console-just-now = Just now
console-report-added = { $count } added
console-report-replaced = { $count } changed
console-report-unchanged = { $count } unchanged
console-report-withdrawn = { $count } withdrawn
console-report-failed = { $count } failed
console-filter-documents = Filter documents
console-documents-loading = Loading the documents…
console-documents-error = The documents could not be loaded.
console-documents-none = No document could be read yet.
console-passages-count =
    { $count ->
        [one] { $count } passage
       *[other] { $count } passages
    }
console-old-version = Old version in use

## Times

console-today = Today
console-yesterday = Yesterday
console-now = now

## Translation

console-translations = Translations
console-translation-into = Translate into
console-translation-status = Status of the segments
console-translation-search = Search segments
console-translation-memory = Translation memory
console-translation-approve = Approve
console-translation-of = Translation of: { $text }
console-translation-effect = Was: { $before } Now: { $after }
console-translation-import = Import
console-translation-export = Export { $format }
console-translation-try = Try a translation
console-translation-try-hint = See what a customer would read, and where it comes from.
console-translation-try-it = Translate
console-translation-term = Word
console-translation-term-ours = Our translation (empty: never translated)
console-translation-add-term = Add
console-translation-glossary = Glossary
console-translation-glossary-hint = Words that are always translated your way, or never.
console-translation-never = never translated
console-translation-engines = Engines
console-translation-no-engine = No engine is there: texts that the catalogue and the memory lack stay as they are.
console-translation-preview = What the customer will read
console-translation-failed = The translation could not be made.
console-translated-from = Translated from { $language }
console-translated-unsure = Translated from { $language }, unsure
console-show-original = Original in { $language }
console-send-anyway = Send anyway
console-translation-human = by a person
console-translation-from-memory = from the memory
console-translation-machine = by machine
console-translation-machine-unsure = by machine, unsure
console-translation-untranslated = not translated

## Inboxes

console-inboxes = Inboxes
console-new-inbox = New inbox
console-inbox-id = Id in addresses
console-make-inbox = Connect
console-more-settings = More settings
console-secret-kept = Leave empty to keep what is stored
console-save = Save
console-check-inbox = Check
console-remove-inbox = Remove inbox
console-remove-inbox-hint = Remove { $name }? Nothing comes in or goes out any more and its secrets are forgotten. Conversations stay readable.
console-inbox-checking = Asking the provider …
console-shown-once = Copy this now: it is not shown again
console-findings = What the check found
console-next-steps = What is left to do
console-api-keys = API keys
console-key-name = Who uses the key
console-make-key = Make a key
console-revoke-key = Revoke

## Files and cards of a message

console-attach = Attach files
console-attached = Attached files
console-remove-file = Remove { $name }
console-file-too-large = Too large: at most { $size }
console-file-too-many = Too many: at most { $count } files
console-file-type = This kind of file cannot be sent
console-file-failed = Not sent. Remove it and try again.
console-cards =
    { $count ->
        [one] { $count } card
       *[other] { $count } cards
    }

## What the bot leaves for the team, in the reader's language

console-note-handoff =
    The bot handed this over: { $reason ->
        [requested] the customer asked for a person
        [asked_twice] the customer asked the same thing twice
        [not_understood] the bot did not understand several times
        [anger] the customer is angry
        [complaint] the customer complains
        [legal] a legal matter
        [safety] somebody or something may be in danger
        [delivery_problem] a problem with a delivery that a person should look at
        [too_many_tries] what the bot asked for did not come in several tries
        [dialogue_failed] the dialogue manager failed
        [turn_failed] the turn broke several times
        [answer_refused] what the model wrote is not in the documents
       *[other] { $reason }
    }.
console-note-summary = Written by the model: { $summary }
console-note-customer-said = Customer, last messages:
console-note-bot-tried = The bot tried: { $tried }
console-note-bot-knows = Known so far: { $known }
