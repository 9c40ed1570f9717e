# What the console says in its pages, its filter and its reviews.

## Pages

console-reviews = Reviews
console-analytics = Analytics
console-audit = Audit log
console-account = Your account
console-page-loading = Loading…
console-key-reviews = Go to the reviews
console-key-analytics = Go to analytics
console-key-filter = Filter the inbox
console-key-more = Assign, snooze, print

## The filter

console-filter = Filter
console-filter-snoozed = Snoozed
console-clear-filter = Clear
console-any = Any
console-filter-inbox = Inbox
console-filter-below = Confidence
console-below-percent = below { $percent } %
console-assignee-me = Me
console-rating = Rating
console-rating-at-most = { $stars } or less
console-stars = Rated { $stars }/5
console-reviewed = Reviewed
console-reviewed-yes = Reviewed
console-reviewed-no = Not yet
console-reviewed-right = Right
console-reviewed-wrong = Wrong
console-handoff-reason = Handed over because
console-since = From
console-until = To
console-saved-views = Saved views
console-view-name = Name of this view
console-view-shared = For the whole team
console-view-shared-tag = Team
console-save-view = Save this view
console-remove-view = Remove the view { $name }
console-export-csv = Export CSV
console-export-jsonl = Export JSON lines
console-print = Print

## Working a conversation

console-more-actions = More actions
console-assign-to = Assign to
console-assign = Assign
console-snooze-until = Snooze
console-snooze-hour = For an hour
console-snooze-tomorrow = Until tomorrow, 9:00
console-snooze-week = For a week
console-snooze-at = Until a time of your own
console-conversation-language = Language of the conversation
console-language-automatic = Automatic
console-language-automatic-now = Automatic: { $language }
console-locale-why-operator = chosen by an operator
console-locale-why-customer = chosen by the customer
console-locale-why-switched = the customer changed it
console-locale-why-conversation = decided automatically again
console-load-earlier = Earlier messages
console-sending-soon = Leaves in a moment
console-undo = Undo
console-sys-rating = The customer’s rating: { $stars }/5 { $remark }
console-canned-replies = Canned replies
console-canned-hint = Type / in a reply to insert one. The customer’s language comes first.
console-canned-empty = No canned replies yet.
console-shortcut = Shortcut
console-reply-text = Text
console-keep-reply = Keep a reply
console-remove-reply = Remove /{ $shortcut }

## Reviewing

console-review = Review
console-mark-right = This answer was right
console-mark-wrong = This answer was wrong
console-take-back = Take the review back
console-right-intent = The right intent
console-intent-unknown = Leave open
console-right-route = The right route
console-right-route-hint = Tests ask it as the first message of a conversation.
console-all-intents = All intents
console-example-text = What the customer wrote
console-use-for-training = Learn from it with the next training
console-use-as-test = Keep it as a regression test
console-right-answer = The right answer
console-right-answer-hint = Becomes a question-answer pair that the assistant quotes.
console-save-review = Save the review
console-review-saved = Saved.
console-review-corrected = { $given } → { $intent }
console-after-right = Right since the last training ({ $confidence })
console-after-wrong = After the last training: { $intent } ({ $confidence })
console-still-wrong = Wrong after training
console-now-right = Right after training
console-figure-reviews = reviews
console-figure-examples = training examples
console-figure-tests = regression tests
console-figure-pairs = question-answer pairs
console-last-training = The last training
console-training-how = Corrections take effect with
console-training-fixed = Corrected messages that are right now: { $fixed } of { $corrected }
console-training-broken = Confirmed messages that are wrong now: { $broken }
console-training-changed = Other recent messages understood differently: { $changed } of { $compared }
console-training-tests = Regression tests that fail: { $failed } of { $tests }
console-changed-messages = Messages understood differently
console-failed-tests = Failed tests
console-older-trainings = Earlier trainings
console-corrected-now-right = Corrected, right now
console-message = Message
console-before = Before
console-after = Now
console-confidence = Confidence
console-wanted = Wanted
console-when = When
console-understood-as = Understood as
console-should-be = Should be
console-after-training = After the training
console-not-trained-yet = Not yet
console-used-for = Used for
console-trains-tag = Example
console-tests-tag = Test
console-by = By
console-reviews-empty = No answer has been reviewed yet. Open a conversation and mark an answer right or wrong.
console-pairs = Question-answer pairs
console-pairs-hint = Approved answers. The assistant quotes them like documents, a moment after they are saved.
console-pairs-empty = No pairs yet.
console-question = Question
console-answer = Answer
console-add-pair = Add a pair
console-remove-pair = Remove the pair “{ $question }”

## Accounts

console-role = Role
console-role-viewer = Viewer
console-role-agent = Agent
console-role-admin = Admin
console-role-of = Role of { $name }
console-single-sign-on = Single sign-on
console-account-disabled = Disabled
console-account-disable = Disable
console-account-enable = Enable
console-account-sign-out = Sign out everywhere
console-actions-column = Actions
console-invitations = Invitations
console-invitations-empty = No open invitations.
console-invite = Invite
console-invite-hint = You get a link to pass on. It works once, for seven days.
console-invitation-link = The link, shown only now:
console-withdraw = Withdraw
console-expires = Expires
console-copy = Copy
console-invitation-title = Welcome to Parley
console-invitation-lead = You are invited as { $email } ({ $role }). Choose a password.
console-invitation-loading = Looking at the invitation…
console-invitation-over = This invitation was used, withdrawn, or has expired. Ask for another one.
console-accept-invitation = Make the account
console-sign-in-with = Sign in with { $name }
console-provider-away = The sign-in provider does not answer. Try again, or use your password.
console-provider-refused = There is no account for you here. Ask an admin for an invitation.
console-old-password = Old password
console-new-password = New password
console-change-password = Change the password
console-password-hint = At least 10 characters.
console-password-changed = Changed. Your other sessions have ended.
console-sessions = Signed-in browsers
console-browser = Browser
console-network-address = Address
console-signed-in-since = Since
console-this-browser = This one
console-end-session = Sign out
console-end-others = Sign out all others
console-api-tokens = API tokens
console-tokens-hint = A program that has a token acts in your name, as far as its scopes go.
console-tokens-empty = No tokens yet.
console-token-name = What it is for
console-token-made = The token, shown only now:
console-make-token = Make a token
console-revoke = Revoke
console-scopes = Scopes
console-scope-read = Read
console-scope-write = Change
console-scope-export = Export
console-scope-admin = Manage
console-last-used = Last used
console-days-count = { $days } days
console-audit-empty = Nothing has been written down for this filter.
console-action-column = Action
console-subject = On what
console-by-token = by token

## Analytics

console-analytics-resolution = How conversations end
console-confirmed = Resolved, confirmed
console-assumed = Resolved, assumed
console-reopened = Reopened
console-unresolved = Not resolved
console-resolution-hint = Confirmed: the customer said so or somebody of the team closed it. Assumed: the bot helped with more than small talk and a day has passed. A greeting does not count.
console-analytics-handoffs = Handed to people
console-handoff-rate = { $share } of { $total } conversations
console-analytics-response = First answer by a person
console-median = Median
console-p95 = 95 % within
console-analytics-ratings = Ratings
console-analytics-languages = Languages
console-analytics-turns = Turns of the bot
console-latency = Latency
console-first-word = First word
console-tokens-read = Tokens read per turn
console-tokens-written = Tokens written per turn
console-analytics-volume = Conversations per day
console-analytics-gaps = Questions without an answer
console-gaps-hint = Alike questions stand together. Write the answer once, and the assistant quotes it.
console-gaps-empty = Every question had an answer.
console-times-asked = Asked
console-write-answer = Write the answer
console-as-table = As a table
console-count-column = Count
console-day-column = Day
console-what-column = What
console-value-column = Value
console-no-data = Nothing in this period.
console-unspecified = Not said
console-handed =
    { $reason ->
        [requested] Asked for a person
        [asked_twice] Asked the same twice
        [not_understood] Not understood several times
        [anger] Angry
        [complaint] A complaint
        [legal] A legal matter
        [safety] Danger
        [delivery_problem] A delivery problem
        [too_many_tries] Too many tries
        [dialogue_failed] Dialogue manager failed
        [turn_failed] The turn broke
        [answer_refused] Model’s answer refused
       *[other] { $reason }
    }

## How the widget looks

console-preview = Preview
console-preview-dark = Dark
console-preview-closed = Closed
console-preview-question = How long does delivery take?
console-preview-answer = It takes 3 to 5 working days.
console-preview-source = Delivery
console-script-tag = Put this into your pages, before </body>
console-content-policy = What a strict Content-Security-Policy must allow
console-color-contrast =
    { $scheme ->
        [dark] In dark mode, the colour stands out from the page by only { $ratio } : 1. People need 3 : 1 to see a button.
       *[light] In light mode, the colour stands out from the page by only { $ratio } : 1. People need 3 : 1 to see a button.
    }
console-pick-color = Choose the colour
console-field-title = Title
console-field-greeting = Greeting
console-field-color = Colour
console-field-position = Corner
console-field-position-end = At the end of the line (right; left in Arabic)
console-field-position-start = At its start (left; right in Arabic)
console-field-launcher = Button
console-field-launcher-chat = Speech bubble
console-field-launcher-question = Question mark
console-field-launcher-spark = Spark
console-field-allowed-origins = Websites that may embed it
console-field-identity-key = Key that signs identities
console-field-identity-required = Only for signed-in customers
console-field-prechat = Questions before the first message
console-field-files = Customers may send files

## What customers read

console-wordings = Wordings
console-wordings-title = What customers read
console-wordings-hint = The texts of the bot, the widget and the notices. What you write is said at once, in every channel; the original stays and can be taken back.
console-wordings-search = Search the texts
console-wordings-find = Search
console-wordings-language = Language
console-wordings-familiar = { $language }, informal
console-wordings-show = Which texts
console-wordings-changed = Changed ones
console-wordings-found =
    { $found ->
        [one] { $found } text found
       *[other] { $found } texts found
    } · { $changed } changed in this language
console-wordings-before = Earlier texts
console-wordings-after = More texts
console-wordings-edit = Edit
console-wordings-is-changed = Changed
console-wordings-text = The text { $name }
console-wordings-unfit = The original is said instead of this: { $reason }
console-wordings-variables = Keep these; they are filled in:
console-wordings-look = Show what customers read
console-wordings-read = Customers read, with examples for what is filled in:
console-wordings-original = The original:
console-wordings-back = Back to the original

## Personal data

console-retention = Personal data
console-retention-title = How long conversations are kept
console-retention-forever = In general, everything is kept for ever.
console-retention-now =
    { $days ->
        [one] A conversation is erased when its last message is { $days } day old.
       *[other] A conversation is erased when its last message is { $days } days old.
    }
console-retention-hint = Conversations that wait for a person, or that somebody holds, are never erased. With a conversation go its messages, files, translations, traces and reviews, and the figures of analytics that count it.
console-retention-days = Days after the last message
console-retention-look = Show what this would erase
console-retention-due =
    { $due ->
        [one] This would erase { $due } conversation now.
       *[other] This would erase { $due } conversations now.
    }
console-retention-set = Keep it so and erase them
console-retention-set-only = Keep it so
console-retention-keep-all = Keep everything for ever
console-retention-inboxes = Each inbox
console-retention-inboxes-hint = An inbox without a time of its own is kept as set above.
console-retention-inboxes-none = No inbox yet.
console-retention-kept =
    { $days ->
        [one] { $days } day
       *[other] { $days } days
    }
console-retention-kept-forever = For ever
console-retention-as-others = as set above
console-retention-removed = Removed
console-retention-change = Change
console-retention-choice = Keep its conversations
console-retention-choice-general = As set above ({ $kept })
console-retention-choice-days = For a number of days
console-retention-choice-forever = For ever
console-person-title = One person’s data
console-person-hint = To give a person what you know of them, or to erase it.
console-person-find = E-mail address, name or number of the person
console-person-look = Find
console-person-nobody = Nobody is known by this.
console-person-conversations = Conversations
console-person-since = Known since
console-person-export = Export
console-person-erase = Erase
console-person-confirm = Nothing of this can be undone. To confirm, type: { $called }
console-person-confirm-label = Confirmation
console-person-erased = Erased. Conversations: { $conversations }, files: { $files }.

## What the log says was done (serving/console/auditing.py)

console-did-analytics-csv = Figures exported
console-did-audit-export = Log exported
console-did-canned = Saved reply changed
console-did-canned-remove = Saved reply removed
console-did-contacts-erase = Person erased
console-did-contacts-export = Person’s data exported
console-did-conversations-assign = Conversation assigned
console-did-conversations-draft = Reply drafted
console-did-conversations-events-resend = Message sent again
console-did-conversations-hand-back = Handed back to the bot
console-did-conversations-locale = Language of a conversation changed
console-did-conversations-note = Note written
console-did-conversations-preview = Translation looked at
console-did-conversations-reopen = Conversation reopened
console-did-conversations-reply = Reply sent
console-did-conversations-resolve = Conversation resolved
console-did-conversations-reviews = Answer reviewed
console-did-conversations-reviews-withdraw = Review taken back
console-did-conversations-snooze = Conversation snoozed
console-did-conversations-take-over = Conversation taken over
console-did-export = Conversations exported
console-did-inboxes = Inbox added or changed
console-did-inboxes-check = Inbox checked
console-did-inboxes-keys = API key of an inbox made
console-did-inboxes-keys-revoke = API key of an inbox revoked
console-did-inboxes-remove = Inbox removed
console-did-invitation = Invitation opened
console-did-invitation-accept = Invitation accepted
console-did-knowledge-addresses = Web address added
console-did-knowledge-files = Document added
console-did-knowledge-inboxes = Inboxes of a source changed
console-did-knowledge-ingest = Source read again
console-did-knowledge-remove = Source removed
console-did-login = Signed in
console-did-login-failed = Sign-in failed
console-did-logout = Signed out
console-did-me = Own language changed
console-did-me-password = Own password changed
console-did-me-sessions-end = Own session ended
console-did-me-sessions-others-end = Own other sessions ended
console-did-me-tokens = API token made
console-did-me-tokens-revoke = API token revoked
console-did-media = File uploaded
console-did-oidc-callback = Signed in elsewhere
console-did-pairs = Approved answer changed
console-did-pairs-remove = Approved answer removed
console-did-retention = Retention changed
console-did-retention-erase = Old conversations erased
console-did-retention-inboxes = Retention of an inbox changed
console-did-retention-inboxes-remove = Retention of an inbox set back
console-did-wordings = Wording changed
console-did-wordings-remove = Wording set back
console-did-team-disable = Account disabled
console-did-team-enable = Account enabled
console-did-team-invitations = Colleague invited
console-did-team-invitations-withdraw = Invitation withdrawn
console-did-team-role = Role changed
console-did-team-sign-out = Account signed out everywhere
console-did-train = Bot trained
console-did-translation-export = Translations exported
console-did-translation-import = Translations imported
console-did-translation-segments = Translation changed
console-did-translation-segments-remove = Translation removed
console-did-translation-terms = Term changed
console-did-translation-terms-remove = Term removed
console-did-translation-try = Translation tried
console-did-views = View saved
console-did-views-remove = View removed
