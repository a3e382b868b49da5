"""How labs, champions and contractors speak when scripts play them: an occasion and a sentence on each line."""

from __future__ import annotations

LABS = {
    "anthropic": """
offer | For {other}, within a line that we publish: {deal}.
offer | We went over this with our policy team before writing to {other}: {deal}.
renew | Nothing in our review speaks against another term with {other}: {deal}.
accept | {other} has our signature on {deal}, and our people will read every word of it too.
accept | Accepted as written, {deal}; we will hold ourselves to it.
refuse | We have to decline {deal}, and {other} should know the reason: {why}.
refuse | That crosses something for us, {other}: {why}.
counter | There is a version of this that our staff could defend, {other}; what stood in its way: {why}.
reply | Thank you for writing plainly, {other}; to be as plain: {matter}.
act | After consulting our staff, we will {deed}.
act | Our board has decided to {deed}, and we say so before doing it.
deny | Whatever is asked of us, we will not {deed}.
quiet | We note without comment for now: {news}.
case | Our case, with sources: {case}.
ground | It is on record that {ground}.
weigh | One fact bears on {other}'s case and speaks {side} it: {ground}.
complain | We ask {other} to reconsider, since we {deed} and cannot serve well under that.
public | A line that moves under pressure is no line: we {deed}, and it stands where it stood.
""",
    "openai": """
offer | Let us get {other} live soon: {deal}.
offer | Start here and scale, {other}: {deal}.
renew | It worked, so let us keep going, {other}: {deal}.
accept | Done, {other}: {deal}, and our deployment team calls tomorrow.
accept | Great, we are in on {deal}.
refuse | We like the ambition, {other}, not the terms; the blocker is this: {why}.
refuse | We cannot make {deal} work on our side: {why}.
counter | Close enough to fix, {other}; we changed one thing because of this: {why}.
reply | Quick answer for {other}: {matter}.
act | Shipping soon: we will {deed}.
act | Out now: we {deed}, for everyone who builds with us.
deny | To the rumours: we will not {deed}.
quiet | Everybody is talking about one thing: {news}.
case | Here is what we believe and can show: {case}.
ground | Look at what happened: {ground}.
weigh | On {other}'s argument we come down {side} it, because {ground}.
complain | Honestly, {other}, we {deed}, and customers ask us what it means.
""",
    "deepmind": """
offer | Our researchers would be glad to bring this to {other}: {deal}.
offer access | Measured on your own tasks, {other}, not on our slides: {deal}.
offer | A proposal that our research council stands behind, {other}: {deal}.
renew | The evaluation of the last term was good, {other}; we propose to extend it: {deal}.
accept | We confirm {deal} to {other}, with thanks to both teams.
accept | Reviewed and agreed: {deal}.
refuse | We looked hard at {deal}, {other}, and stopped at one point: {why}.
refuse | The review board did not pass it, {other}, on this ground: {why}.
counter | With one parameter moved the result changes, {other}; the term at fault: {why}.
reply | Your note was read in London as well as in Mountain View, {other}: {matter}.
act | As the next step of our programme we {deed}.
act | The results justify it: we will {deed}.
deny | There is no plan here to {deed}.
quiet | We have taken note of the following result: {news}.
case | The evidence, as we read it, says that {case}.
ground | An observation anybody can check: {ground}.
weigh | Peer review of {other}'s argument, {side} it: {ground}.
complain | We would have expected a consultation, {other}, before we {deed}.
""",
    "meta": """
offer weights | Take it home and make it yours, {other}: {deal}.
offer weights free | No meter and no gatekeeper for {other}: {deal}.
offer | From one builder to another, {other}: {deal}.
offer | Menlo Park would ship this with {other}: {deal}.
renew access | You have built on it, {other}, so keep building: {deal}.
renew | No reason to stop what works, {other}: {deal}.
accept | Welcome to the club of builders, {other}: {deal} it is.
accept | Good for everyone who builds, so yes to {deal}.
refuse | We would rather give {other} more freedom than this allows; what is wrong with it: {why}.
refuse | {deal} is a gate, and we do not build gates; the problem: {why}.
counter | Here is an opener version for {other}, since we stumbled over this: {why}.
reply | Builders answer builders, {other}: {matter}.
act | In the open, where all can see: we {deed}.
act | Developers asked and we listened: we {deed}.
deny | Nobody who builds on us needs to fear that we {deed}.
quiet | What our developers forward to each other today: {news}.
case | Anyone can fork this argument: {case}.
ground | The commit history of this game shows it: {ground}.
weigh | We open a pull request {side} {other}'s case: {ground}.
complain | An open ecosystem is not helped, {other}, when we {deed}.
""",
    "mistral": """
offer weights | Weights with an address in Europe for {other}: {deal}.
offer | From a European house to {other}: {deal}.
offer home | Small, sharp and under {other}'s own roof: {deal}.
offer | Few people, short paths, one offer to {other}: {deal}.
renew | What was begun should not be dropped: for {other}, again, {deal}.
accept | Agreed between equals, {other}: {deal}.
accept | We are few and we keep appointments; {deal} is agreed.
refuse | Our size does not mean that we sign anything, {other}: {why}.
refuse | Thank you, but {deal} would make us somebody's branch office: {why}.
counter | Let us write it in our own hand, {other}, without this: {why}.
reply | From Paris to {other}, in two lines: {matter}.
act | With three thousand chips and some pride we {deed}.
act | A European lab can do this: {deed}.
deny | We were asked whether we would {deed}; the answer is no.
quiet | Read over coffee this morning: {news}.
case | Let the giants listen for once: {case}.
ground | Nobody across the Atlantic disputes it: {ground}.
weigh | A small lab's vote goes {side} {other}: {ground}.
complain | It is not elegant, {other}, that we {deed}.
""",
    "cohere": """
offer | Built for ministries rather than for headlines, {other}: {deal}.
offer support | Private, plain and supported, {other}: {deal}.
offer | No fireworks, {other}, only this: {deal}.
renew | Steady customers deserve steady terms, {other}: {deal}.
accept | Happy to, {other}; {deal} is on our books.
accept | That is our kind of contract: {deal}.
refuse | Sorry, {other}, we would not be able to honour it: {why}.
refuse | {deal} does not fit a firm of our size: {why}.
counter | A modest change would help us say yes, {other}; ours concerns this: {why}.
reply | Since you asked, {other}: {matter}.
act | Quietly and on schedule we {deed}.
act | Our customers will see us {deed}.
deny | It is not in our nature to {deed}.
quiet | From the north it looks like this: {news}.
case | Put simply and politely, {case}.
ground | Enterprise customers remember that {ground}.
weigh | We are usually quiet, but {side} {other} we would say: {ground}.
complain | We were sorry to find, {other}, that we {deed}.
""",
    "deepseek": """
offer free bare | Nothing to sign away and nothing to pay, {other}: {deal}.
offer | The terms fit on one page, {other}: {deal}.
offer | Efficient by necessity, useful by design, for {other}: {deal}.
renew weights | The weights have not aged as fast as the price of others, {other}: {deal}.
renew | The same input gives the same output, {other}: {deal}.
accept | Agreed with {other} without a lawyer's dinner: {deal}.
accept | The arithmetic of {deal} is right, so we sign.
refuse | Our engineers see no sense in it, {other}: {why}.
refuse | {deal} costs more thought than it returns: {why}.
counter | We removed the waste from your draft, {other}; it was here: {why}.
reply | A short derivation for {other}: {matter}.
act | With fewer chips than others have, we {deed}.
act | A paper will follow when we {deed}.
deny | We have no need to {deed}.
quiet | On our reading list: {news}.
case | The numbers are public and so is the conclusion: {case}.
ground | A lemma that needs no proof: {ground}.
weigh | We checked {other}'s derivation and add a line {side} it: {ground}.
complain | Without malice toward {other}: it slows research when we {deed}.
""",
    "alibaba": """
offer support | Cloud, models and people in one invoice for {other}: {deal}.
offer | A good morning from Hangzhou to {other}: {deal}.
offer | Merchants know what a customer like {other} wants: {deal}.
renew | A returning customer pays no entrance fee, {other}: {deal}.
accept | A pleasure to trade with {other}: {deal}.
accept | The warehouse is open, {deal} leaves today.
refuse priced | At this price we would lose on every piece, {other}: {why}.
refuse | The account does not close for us, {other}: {why}.
refuse | A merchant also walks away, from {deal} for one reason: {why}.
counter | Let us bargain properly, {other}; the sticking point is this: {why}.
reply | The counter is always staffed for {other}: {matter}.
act | For customers in forty countries we {deed}.
act | New on our shelves: we {deed}.
deny | Business rests on reputation, so we will not {deed}.
quiet | The market noticed one thing: {news}.
case | Ask any of our customers and hear that {case}.
ground | The ledger shows that {ground}.
weigh | We put a weight on the scale {side} {other}: {ground}.
complain | It is bad for trade, {other}, when we {deed}.
""",
    "palantir": """
offer support | You own the models, {other}, we make them fight: {deal}.
offer | Built for the mission of {other}: {deal}.
offer | Thirty days from signature to operations at {other}: {deal}.
renew | It is in use and the crews want it kept, {other}: {deal}.
accept support | Forward-deployed engineers are on their way to {other}: {deal}.
accept | The mission comes first, {other}, so yes: {deal}.
accept | We ran the numbers on {deal} and we are in.
refuse free | Software that nobody pays for does not get fixed, {other}: {why}.
refuse | Not the way we win, {other}: {why}.
refuse | {deal} leaves us without a mission: {why}.
counter | We rebuilt your draft around the mission, {other}; its weak joint: {why}.
reply | Direct answer to {other}: {matter}.
act | In the field, not in a lab, we {deed}.
act | Operators will notice when we {deed}.
deny | Our contracts leave no room to {deed}.
quiet | Our analysts flagged this: {news}.
case | From the operations floor it is clear that {case}.
ground | The logs have it: {ground}.
weigh | Operational experience speaks {side} {other} here: {ground}.
complain | A mission was put at risk, {other}, when we {deed}.
""",
    "helsing": """
offer | Software for the defence of democracies, beginning with {other}: {deal}.
offer support | European engineers at {other}'s side: {deal}.
offer | Built in Munich with the front in mind, for {other}: {deal}.
renew | The front has not gone away, {other}, and neither have we: {deal}.
accept | Agreed between Munich and {other}: {deal}.
accept | We sign {deal} and send the first team on Monday.
refuse | A start-up with a conscience can refuse, {other}: {why}.
refuse | {deal} would slow what we came for: {why}.
counter | Better engineering of the same idea for {other}, without this flaw: {why}.
reply | Straight from the test range to {other}: {matter}.
act | Field trials showed the way, so we {deed}.
act | Europe can build this, and we {deed}.
deny | It is against our charter to {deed}.
quiet | Pinned to our wall: {news}.
case | As those who build for the front we say: {case}.
ground | The trial reports agree that {ground}.
weigh | An engineer's remark {side} {other}: {ground}.
complain | Trust in autonomy suffers, {other}, when we {deed}.
""",
}
"""Sentences of firms by the id of the seat."""
