# What a channel says by itself, in Arabic. See about.yml.

channel-text-only = لا يمكنني قراءة سوى النصوص. يُرجى كتابة ما تريدون.
channel-greeting = مرحبًا بكم! اكتبوا لي وسأساعدكم أو أحوّلكم إلى أحد موظفينا.
