"""E-mails as mail programs and servers write them."""

from __future__ import annotations

from email.message import EmailMessage

SUPPORT = "support@shop.example"
KIM = "kim@example.org"


def mail(
    text: str = "Where is my order?",
    *,
    sender: str = f"Kim Lee <{KIM}>",
    to: str = SUPPORT,
    subject: str = "My order",
    message_id: str | None = "<first@example.org>",
    references: tuple[str, ...] = (),
    html: str | None = None,
    **headers: str,
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    if message_id is not None:
        message["Message-ID"] = message_id
    if references:
        message["In-Reply-To"] = references[-1]
        message["References"] = " ".join(references)
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message


def bounce(message_id: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """RFC 3464, appendix E.1, with our message returned."""
    return f"""Return-Path: <>
Date: Thu, 7 Jul 1994 17:16:05 -0400
From: Mail Delivery Subsystem <MAILER-DAEMON@CS.UTK.EDU>
Message-Id: <199407072116.RAA14128@CS.UTK.EDU>
Subject: Returned mail: Cannot send message for 5 days
To: {SUPPORT}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
      boundary="RAA14128.773615765/CS.UTK.EDU"

--RAA14128.773615765/CS.UTK.EDU

The original message was received at Sat, 2 Jul 1994 17:10:28 -0400
from root@localhost

   ----- The following addresses had delivery problems -----
<louisl@larry.slip.umd.edu>  (unrecoverable error)

--RAA14128.773615765/CS.UTK.EDU
content-type: message/delivery-status

Reporting-MTA: dns; cs.utk.edu

Original-Recipient: rfc822;louisl@larry.slip.umd.edu
Final-Recipient: rfc822;louisl@larry.slip.umd.edu
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user
Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400

--RAA14128.773615765/CS.UTK.EDU
content-type: message/rfc822

Message-ID: {message_id}
From: {SUPPORT}
To: louisl@larry.slip.umd.edu
Subject: Re: My order

Your order is on its way.

--RAA14128.773615765/CS.UTK.EDU--
""".replace("\n", "\r\n").encode()
