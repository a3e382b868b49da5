"""How capitals and institutions speak when scripts play them: an occasion and a sentence on each line."""

from __future__ import annotations

CAPITALS = {
    "washington": """
offer | The United States is prepared to commit to this with {other}: {deal}.
offer | Here is what American leadership looks like in a contract, {other}: {deal}.
renew | An arrangement with {other} has run its term and deserves another: {deal}.
accept | The President has approved {deal} with {other}.
accept | Interagency review is complete; we will sign {deal}.
refuse | The National Security Council will not clear it, {other}: {why}.
refuse | {deal} does not serve the American taxpayer: {why}.
counter | The interagency has marked up the draft for {other}; it objected to this: {why}.
reply | The Department acknowledges the message of {other} and replies: {matter}.
act | Under authorities that Congress gave us we will {deed}.
act | This administration will {deed}, and our partners can plan on it.
deny | Let me be clear that nobody intends to {deed}.
quiet | The White House has seen the reports: {news}.
case | The United States submits to its friends that {case}.
ground | No partner will dispute that {ground}.
weigh | The American delegation speaks {side} {other} and points to this: {ground}.
complain | We take it seriously, {other}, that we {deed}; there are ways to mend it.
public | Partners who build on the American stack will be met where their laws are, and so we {deed}.
""",
    "beijing": """
offer | In the spirit of mutual benefit China proposes to {other}: {deal}.
offer bare | No lectures come with it, {other}: {deal}.
offer | Of benefit to {other} as well as to us: {deal}.
renew | What served both sides may go on, {other}: {deal}.
accept | The two sides reached a consensus with {other} on {deal}.
accept | The responsible departments agree to {deal}.
refuse | Conditions for it are not ripe, {other}: {why}.
refuse | The competent authorities cannot support {deal}: {why}.
counter | On the basis of equality we put a revised text to {other}; the difficulty lay here: {why}.
reply | The message of {other} has been studied by the departments concerned: {matter}.
act | In accordance with the plan we will {deed}.
act | To promote common development China will {deed}.
deny | China opposes such accusations in principle and would never {deed}.
quiet | Relevant reports have drawn our attention: {news}.
case | Facts speak louder than blocs: {case}.
ground | The international community has seen that {ground}.
weigh | The Chinese side, speaking {side} {other}, recalls that {ground}.
complain | We lodge a solemn representation with {other}, for we {deed}.
public | Reliable partners own no switch over others; all have seen that {deed}.
""",
    "paris": """
offer home | La France proposes to {other}, on machines and under laws that are our own: {deal}.
offer | La France proposes to {other}: {deal}.
offer | Autonomy of decision first, price second, {other}: {deal}.
renew | An old and good engagement deserves to be kept, {other}: {deal}.
accept | The Republic gives its word to {other} on {deal}.
accept | The Elysee and the ministry are of one mind: {deal}.
refuse | One does not lease one's sovereignty, {other}; we stop at this: {why}.
refuse | Our auditors in the rue Saint-Dominique struck out {deal}: {why}.
counter | AMIAD has redrafted it so that {other} and we can both sign; it had stumbled over this: {why}.
reply | To {other}, through the embassy and without delay: {matter}.
act | In full freedom of decision France will {deed}.
act | The loi de programmation provides for it: we will {deed}.
deny | France gave no thought to it and will not {deed}.
quiet | The Council of Defence discussed one matter: {news}.
case | We say it in Brussels and in Washington alike: {case}.
ground | History, if recent, teaches that {ground}.
weigh | France pleads {side} {other} and invokes a precedent: {ground}.
complain | What can be switched off is worth less than it costs, {other}; we {deed}.
""",
    "kyiv": """
offer gives | We pay in what nobody else has, {other}: {deal}.
offer | Ukraine can use this from the first day, {other}: {deal}.
offer | Before the next salvo rather than after it, {other}: {deal}.
renew | It kept people alive, {other}, so again: {deal}.
accept | Signed at night, {other}, because tomorrow is late: {deal}.
accept | The general staff needs it, so yes: {deal}.
refuse | We have no time for it, {other}: {why}.
refuse access | {deal} does not shoot anything down: {why}.
refuse | The front cannot use {deal}: {why}.
counter | Our draft is shorter, {other}, and leaves this out: {why}.
reply | Between two alarms, {other}: {matter}.
act | Under fire as we are, we will {deed}.
act | The general staff has ordered it: we will {deed}.
deny | Even in this war we will not {deed}.
quiet | On every phone here tonight: {news}.
case | Come and see, then tell us otherwise: {case}.
ground | Those in the shelters know that {ground}.
weigh | Ukraine stands {side} {other} on this: {ground}.
complain | People die of hesitation, {other}, and we {deed}.
plight | The grid stands at {grid}, {other}, and interceptors cannot wait for terms.
""",
    "london": """
offer | His Majesty's Government would be minded to offer {other}: {deal}.
offer access | Tested by our institute before anyone relies on it, {other}: {deal}.
offer | Whitehall has prepared this with care for {other}: {deal}.
renew | We should be sorry to let it lapse with {other}: {deal}.
accept | We are content, {other}: {deal}.
accept | Ministers have agreed to {deal}.
refuse | With respect, {other}, that will not quite do: {why}.
refuse | The Treasury was unmoved by {deal}: {why}.
counter | Might we suggest a small amendment to {other}, the trouble being this: {why}.
reply | Much obliged for the note, {other}: {matter}.
act | The House will be told that we {deed}.
act | After due consideration we shall {deed}.
deny | It has never been our policy to {deed}.
quiet | Whitehall has observed, with interest, the following: {news}.
case | The Government's position is a simple one: {case}.
ground | It is a matter of public record that {ground}.
weigh | If we may come in {side} {other}: {ground}.
complain | A candid friend would say it to {other}: we {deed}, and it was noticed.
""",
    "berlin": """
offer | After consultation in cabinet, to {other}: {deal}.
offer | Legally sound and budgeted, {other}: {deal}.
renew | The committee has approved a continuation with {other}: {deal}.
accept | The budget committee of the Bundestag has released {deal} for {other}.
accept | All ministries have co-signed: {deal}.
refuse access | The data-protection commissioner objects, {other}: {why}.
refuse | The legal opinion was negative, {other}: {why}.
refuse | There is no majority for {deal}: {why}.
counter | Our lawyers return the text to {other} with one paragraph changed, on this: {why}.
reply | In answer to the enquiry of {other}: {matter}.
act | By decision of the federal government we will {deed}.
act | Slowly, thoroughly and now at last we {deed}.
deny | The government spokesman rules out that we {deed}.
quiet | The committee put one item on its agenda: {news}.
case | After a hearing of experts we conclude that {case}.
ground | The printed paper of the Bundestag notes that {ground}.
weigh | The German side submits a remark {side} {other}: {ground}.
complain | Reliability is the currency of alliances, {other}, and we {deed}.
""",
    "delhi": """
offer | Strategic autonomy leaves room for {other}: {deal}.
offer priced | At our scale a small price is a large order, {other}: {deal}.
offer | South Block has cleared this for {other}: {deal}.
renew | What proved useful need not be argued again, {other}: {deal}.
accept | The Cabinet Committee on Security has cleared {deal} with {other}.
accept bare | India will take {deal}, with no camp attached.
accept | India agrees to {deal}.
refuse | We were non-aligned before it was fashionable, {other}: {why}.
refuse | A billion people would ask us why we signed {deal}: {why}.
counter | On India's terms then, {other}, minus this: {why}.
reply | South Block has your letter, {other}: {matter}.
act | Made in India, used in India: we will {deed}.
act | The mission mode project will {deed}.
deny | Nobody dictates to us, and we will not {deed}.
quiet | In the Lok Sabha a question was asked about one report: {news}.
case | The global South would put it so: {case}.
ground | Every capital from Jakarta to Brasilia saw that {ground}.
weigh | India intervenes {side} {other}: {ground}.
complain | Friends do not corner friends, {other}, and we {deed}.
""",
    "tokyo": """
offer | We respectfully put before {other}: {deal}.
offer goods | With patience and precise parts, {other}: {deal}.
offer | Japan would be grateful if {other} considered this: {deal}.
renew | A relationship is kept by tending it, {other}: {deal}.
accept | We confirm with appreciation to {other}: {deal}.
accept | Consensus has been reached in Kasumigaseki on {deal}.
refuse | It is difficult, {other}; our hesitation concerns this: {why}.
refuse | We must ask for understanding that {deal} cannot go forward: {why}.
counter | Perhaps {other} could consider a slightly different text, in view of this: {why}.
reply | We thank {other} for its kind words and answer: {matter}.
act | Step by step, as announced, we will {deed}.
act | The Diet has been informed that we {deed}.
deny | There is no fact in the report that we would {deed}.
quiet | The ministry is gathering information about this: {news}.
case | We humbly submit that {case}.
ground | Observers in the region recall that {ground}.
weigh | Japan wishes to add a word {side} {other}: {ground}.
complain | It is regrettable, {other}, that we {deed}.
""",
    "seoul": """
offer gives | Memory for models, speed for speed, {other}: {deal}.
offer | Seoul has decided fast and proposes to {other}: {deal}.
offer goods | Our fabs do not wait, so neither does this, {other}: {deal}.
offer | Ready when {other} is: {deal}.
renew | The line is running, {other}, there is no reason to stop it: {deal}.
accept | The defence programme agency confirms to {other} that {deal} starts now.
accept | The presidential office agrees to {deal}.
refuse | A country that lives next to the North reads the fine print, {other}: {why}.
refuse free | {deal} looks cheap until one counts again: {why}.
refuse | Nobody in Yongsan could defend {deal}: {why}.
counter | Seoul has run the revision overnight for {other}; the defect was here: {why}.
reply | Within the hour, {other}: {matter}.
act | At full capacity we will {deed}.
act | Four teams and one deadline: we {deed}.
deny | Rumours on the exchange are false; we do not {deed}.
quiet | The morning briefing led with this: {news}.
case | Numbers from our own lines show that {case}.
ground | The export statistics confirm that {ground}.
weigh | Korea votes {side} {other} and shows its sheet: {ground}.
complain | Supply chains have memories, {other}, and we {deed}.
""",
    "canberra": """
offer | Plainly put to {other}, as we would to any partner in the Five Eyes: {deal}.
offer | Distance makes us practical, {other}: {deal}.
renew | What works across the Pacific should not be rebuilt, {other}: {deal}.
accept | The National Security Committee agrees with {other}: {deal}.
accept | Cabinet signed off on {deal} this afternoon.
refuse | Defence could not recommend it, {other}, and one line decided that: {why}.
refuse | The Senate would not let {deal} through: {why}.
counter | Change one clause and we are ready, {other}; that clause is this: {why}.
reply | From Russell Offices to {other}: {matter}.
act | No fuss about it, we will {deed}.
act | Northern bases come first, so we {deed}.
deny | The minister has told both houses that we will not {deed}.
quiet | Question Time turned on this: {news}.
case | Seen from the southern end of the alliance, {case}.
ground | The estimates hearings established that {ground}.
weigh | Australia backs a view {side} {other}: {ground}.
complain | Partners should hear it first, {other}, and not read it: we {deed}.
""",
    "ottawa": """
offer | From one neighbour of giants to {other}: {deal}.
offer | Canada would like to build this with {other}: {deal}.
renew | Good contracts, like roads in winter, are kept in repair, {other}: {deal}.
accept | Canada is pleased to join {other} in {deal}.
accept | Both official languages have a word for yes to {deal}.
refuse | Treasury Board has withheld its approval, {other}: {why}.
refuse access | {deal} would leave us with a single supplier: {why}.
refuse | Cabinet was not persuaded by {deal}: {why}.
counter | Our officials send {other} a text that avoids this: {why}.
reply | The Pearson Building writes back to {other}: {matter}.
act | For Arctic and alliance alike we will {deed}.
act | Parliament Hill has agreed that we {deed}.
deny | Canadians can be sure that we will not {deed}.
quiet | The papers in both languages carry one story: {news}.
case | A middle power may still say that {case}.
ground | On both coasts it was reported that {ground}.
weigh | Canada leans {side} {other}, for this reason: {ground}.
complain | We expected better of an old friend, {other}: we {deed}.
""",
    "rome": """
offer | A Mediterranean power proposes to {other}: {deal}.
offer support | Our machines, our staff and your engineers, {other}: {deal}.
offer | Italy has thought it over and proposes to {other}: {deal}.
renew | The forces have grown used to it, {other}, and would keep it: {deal}.
accept | The Supreme Defence Council has approved it, {other}: {deal}.
accept | Palazzo Chigi and the Difesa agree on {deal}.
refuse | The Court of Auditors would stop it, {other}: {why}.
refuse | Parliament will ask who could stop it, and for {deal} the answer is this: {why}.
counter | Redrafted at the Difesa it becomes possible, {other}; we took out this: {why}.
reply | By return of courier to {other}: {matter}.
act | Without grand words Italy will {deed}.
act | The general staff has asked that we {deed}.
deny | Italy has other worries than to {deed}.
quiet | In the corridors of Montecitorio one hears this: {news}.
case | Italy has argued in every forum that {case}.
ground | Even sceptics in parliament grant that {ground}.
weigh | Italy takes the floor {side} {other}: {ground}.
complain | Between allies one does not do it, {other}: we {deed}.
""",
    "taipei": """
offer | The island that makes the chips proposes to {other}: {deal}.
offer goods | Silicon for certainty, {other}: {deal}.
offer | With discretion, to {other}: {deal}.
renew | Continuity is a form of deterrence, {other}: {deal}.
accept | Taipei confirms {deal} to {other}, quietly and firmly.
accept | The Executive Yuan has passed {deal}.
refuse | Our margin for error is a hundred miles wide, {other}: {why}.
refuse | {deal} would read badly on the other shore: {why}.
counter | We etched one layer anew for {other}; the fault was here: {why}.
reply | Across one strait and several time zones to {other}: {matter}.
act | Under a shadow that everybody sees we {deed}.
act | The porcupine grows a quill: we {deed}.
deny | Whoever says that we {deed} wishes us ill.
quiet | Watch officers logged this overnight: {news}.
case | From the first line of the first island chain: {case}.
ground | The fabs' own calendar shows that {ground}.
weigh | Taipei adds its grain {side} {other}: {ground}.
complain | A small democracy notices such things, {other}: we {deed}.
""",
    "eu": """
offer | Under the European defence industrial programme, to {other}: {deal}.
offer money | Common money for common standards, {other}: {deal}.
offer | Brussels proposes to {other}: {deal}.
renew | The mid-term review recommends to go on with {other}: {deal}.
accept | The College has adopted {deal} with {other}.
accept | The Council raised no objection to {deal}.
refuse | The legal service advises against it, {other}: {why}.
refuse | {deal} fails the proportionality test: {why}.
counter | A compromise text from the presidency for {other}, having regard to this: {why}.
reply | In reply to your recent correspondence, {other}: {matter}.
act | By qualified majority the Union will {deed}.
act | Rules first, then tools, and so we {deed}.
deny | There is no legal basis on which we could {deed}.
quiet | The spokesperson took a question on this: {news}.
case | Recital one of our position reads that {case}.
ground | Annex A documents that {ground}.
weigh | The Union tables an amendment {side} {other}: {ground}.
complain | It sits ill with the spirit of partnership, {other}, that we {deed}.
pool | Before {other} signs alone: we buy better together.
""",
    "nato": """
offer | Interoperable from the first day, {other}: {deal}.
offer | The Alliance can help {other} with this: {deal}.
renew | Allies decided to extend it for {other}: {deal}.
accept | The Council has agreed by silence procedure, {other}: {deal}.
accept | SHAPE welcomes {deal}.
refuse | One ally broke the silence on it, {other}: {why}.
refuse | {deal} would not pass the standardisation office: {why}.
counter | The International Staff circulates a revision to {other}; nations had doubts on this: {why}.
reply | The Secretary General's office writes to {other}: {matter}.
act | At thirty-two, as one, we {deed}.
act | Following the decision of ministers we will {deed}.
deny | The Alliance is defensive and does not {deed}.
quiet | The North Atlantic Council was briefed on this: {news}.
case | As an alliance of standards we state that {case}.
ground | The last exercise report says that {ground}.
weigh | The Alliance adds to the record {side} {other}: {ground}.
complain | Cohesion is our centre of gravity, {other}, and we {deed}.
pool | Thirty-two orders are weaker than one, {other}: let us write it together.
""",
}
"""Sentences of capitals and institutions by the id of the seat."""
