# What the platform itself says, in French, addressing the customer as "vous". See about.yml.

notice-dialogue-away =
    Merci pour votre message. Je ne peux pas répondre pour le moment, car une partie de notre système est en panne.
    J’ai bien conservé votre message et j’y répondrai dès que tout fonctionnera à nouveau.

notice-handoff =
    Je vous mets en relation avec une personne de notre équipe qui pourra vous aider.
    { $position ->
        [1] C’est bientôt votre tour. Notre équipe voit cette conversation, vous n’avez donc rien à répéter.
       *[other] Vous êtes en position { $position } dans la file d’attente. Notre équipe voit cette conversation, vous n’avez donc rien à répéter.
    }

notice-no-answer =
    J’ai cherché dans nos articles d’aide et n’ai rien trouvé qui réponde à votre question ; je préfère ne pas deviner.
    Souhaitez-vous parler à une personne de notre équipe ?
# Within a flow, whose question follows.
notice-no-answer-here = Je n’ai rien trouvé à ce sujet dans nos articles d’aide et je préfère ne pas deviner.

notice-failed =
    Un problème est survenu de notre côté pendant que je vous répondais, veuillez nous en excuser.
    Je vous mets en relation avec une personne de notre équipe, qui voit cette conversation.

## For the team only, in private notes

note-handoff =
    Le bot a passé la main : { $reason ->
        [requested] le client a demandé à parler à une personne
        [asked_twice] le client a posé deux fois la même question
        [not_understood] le bot n’a pas compris à plusieurs reprises
        [anger] le client est en colère
        [complaint] le client se plaint
        [legal] il s’agit d’une question juridique
        [safety] quelqu’un ou quelque chose est peut-être en danger
        [delivery_problem] un problème de livraison qu’une personne devrait examiner
        [too_many_tries] l’information demandée n’est pas venue malgré plusieurs essais
        [dialogue_failed] le gestionnaire de dialogue est tombé en panne
        [turn_failed] la réponse a échoué plusieurs fois
        [answer_refused] ce que le modèle a écrit ne figure pas dans les documents
       *[other] { $reason }
    }.
note-summary = Rédigé par le modèle : { $summary }
note-customer-said = Derniers messages du client :
note-bot-tried = Le bot a essayé : { $tried }
note-bot-knows = Connu jusqu’ici : { $known }
note-dropped-draft = Une personne de l’équipe a été plus rapide. Le bot allait dire :
