# What the platform itself says to a customer, outside the assistant's flows.

notice-dialogue-away =
    Thanks for your message. I can't answer right now because part of our system is down.
    I have kept what you wrote and will answer as soon as it is back.

notice-handoff =
    I'm passing you to a colleague who can help.
    { $position ->
        [1] You're next in line, and they can see our conversation, so there is no need to repeat anything.
       *[other] You're number { $position } in line, and they can see our conversation, so there is no need to repeat anything.
    }

notice-no-answer =
    I looked in our help articles and found nothing that answers this, and I'd rather not guess.
    Would you like to talk to one of us?
# Within a flow, whose question follows.
notice-no-answer-here = I found nothing about that in our help articles, and I'd rather not guess.

notice-failed =
    Something went wrong on our side while I was answering, sorry about that.
    I'm passing you to a colleague who can see our conversation.

## For the team only, in private notes

note-handoff =
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
note-summary = Written by the model: { $summary }
note-customer-said = Customer, last messages:
note-bot-tried = The bot tried: { $tried }
note-bot-knows = Known so far: { $known }
note-dropped-draft = An operator came first. The bot was about to say:
