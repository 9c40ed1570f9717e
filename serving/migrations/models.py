"""Every module that declares tables, so that models and migrations can be compared."""

from __future__ import annotations

from serving.analytics import models as _analytics
from serving.audit import models as _audit
from serving.channels import models as _channels
from serving.contacts import models as _contacts
from serving.conversations import models as _conversations
from serving.db import Base
from serving.desk import models as _desk
from serving.knowledge import models as _knowledge
from serving.knowledge.localized import models as _localized
from serving.operators import models as _operators
from serving.privacy import models as _privacy
from serving.reviews import models as _reviews
from serving.translation import models as _translation
from serving.wordings import models as _wordings

TABLES = (
    _analytics,
    _audit,
    _channels,
    _contacts,
    _conversations,
    _desk,
    _knowledge,
    _localized,
    _operators,
    _privacy,
    _reviews,
    _translation,
    _wordings,
)
target_metadata = Base.metadata
