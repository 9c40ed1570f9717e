# What a channel says by itself, before anything reaches the assistant.

channel-text-only = I can only read text. Please write to me what it is about.
channel-greeting = Hello! Write to me and I'll help, or put you through to a colleague.
# Below choices that a channel shows as a numbered list.
channel-choose-number = Please answer with a number.
# The customer sent files and no words.
channel-file-received = Thank you, I've kept your file with this conversation, and a colleague can look at it. I can only read text myself: please write to me what it is about.
# For the operators, beside a message that could not go out.
note-window-closed = Not delivered: this channel takes free text only for a while after the customer's last message, and that time is over. Wait until the customer writes again, or set a message template in the inbox's settings and send it again.
# The subject of an e-mail that answers none. $inbox: the inbox's name.
channel-email-subject = Your message to { $inbox }
# Shown to operators and the assistant for an e-mail without subject, words and files.
channel-email-empty = (an empty e-mail)
