# What the platform itself says, in Arabic, addressing the customer in the plural of respect. See about.yml.

notice-dialogue-away =
    شكرًا لرسالتكم. لا يمكنني الرد الآن لأن جزءًا من نظامنا متوقف.
    احتفظت بما كتبتموه، وسأجيبكم فور عودة النظام إلى العمل.

notice-handoff =
    سأحوّلكم إلى أحد موظفينا ليساعدكم.
    { $position ->
        [1] دوركم هو التالي. يستطيع موظفونا رؤية هذه المحادثة، فلا حاجة إلى تكرار أي شيء.
       *[other] ترتيبكم في قائمة الانتظار: { $position }. يستطيع موظفونا رؤية هذه المحادثة، فلا حاجة إلى تكرار أي شيء.
    }

notice-no-answer =
    بحثت في مقالات المساعدة ولم أجد ما يجيب عن سؤالكم، ولا أريد أن أخمّن.
    هل ترغبون في التحدّث إلى أحد موظفينا؟
# Within a flow, whose question follows.
notice-no-answer-here = لم أجد شيئًا عن ذلك في مقالات المساعدة، ولا أريد أن أخمّن.

notice-failed =
    حدث خطأ من جانبنا أثناء الرد عليكم، ونعتذر عن ذلك.
    سأحوّلكم إلى أحد موظفينا، وبإمكانه رؤية هذه المحادثة.

## For the team only, in private notes

note-handoff =
    حوّل الروبوت هذه المحادثة: { $reason ->
        [requested] طلب العميل التحدّث إلى موظف
        [asked_twice] كرّر العميل السؤال نفسه
        [not_understood] لم يفهم الروبوت عدة مرات
        [anger] العميل غاضب
        [complaint] لدى العميل شكوى
        [legal] مسألة قانونية
        [safety] قد يكون هناك خطر على شخص أو شيء
        [delivery_problem] مشكلة في التوصيل ينبغي أن ينظر فيها موظف
        [too_many_tries] لم يصل ما طلبه الروبوت بعد عدة محاولات
        [dialogue_failed] تعطّل مدير الحوار
        [turn_failed] فشل الرد عدة مرات
        [answer_refused] ما كتبه النموذج غير موجود في المستندات
       *[other] { $reason }
    }.
note-summary = كتبه النموذج: { $summary }
note-customer-said = آخر رسائل العميل:
note-bot-tried = ما حاوله الروبوت: { $tried }
note-bot-knows = المعروف حتى الآن: { $known }
note-dropped-draft = سبق أحد الموظفين الروبوت. كان الروبوت على وشك أن يقول:
