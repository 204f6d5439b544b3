/**
 * Given names that are common in England, folded. The list is our own, from general knowledge, and not complete. It
 * leaves out names that are also everyday words and are as common in names of places and organisations (Hope, Grace,
 * Holly, Robin, Daisy, May).
 */
export const givenNames: ReadonlySet<string> = new Set(
  (
    'aaron abby abdul abdullah abigail adam adele adrian ahmed aidan aisha alan alastair albert alex alexander alexandra alfie ' +
    'alfred ali alice alison allan amanda amber amelia amina amir amy andrea andrew andy angela angus anita ann anna anne annette ' +
    'annie anthony antonia archie arthur ashley audrey aubrey ava barbara barry beatrice becky belinda ben benjamin bernard ' +
    'bernadette beth bethany beverley bill billy bob brenda brian bridget bryan caitlin callum cameron carl carla carly carol ' +
    'carole caroline carolyn catherine cathy cerys chantelle charles charlie charlotte chelsea cheryl chloe chris christian ' +
    'christina christine christopher claire clare clive colin connor craig cynthia damian daniel danielle danny darren dave david ' +
    'dawn debbie deborah debra declan denise dennis derek diana diane dominic donald donna doreen dorothy douglas duncan dylan ' +
    'eddie edward edwin eileen elaine eleanor elena elizabeth ella ellen ellie elliot emily emma eric erica erin esther ethan eva ' +
    'evan evelyn evie farah fatima felicity fiona florence frances francesca francis freddie frederick freya gareth gary gavin ' +
    'gemma geoff geoffrey george georgia georgina gerald gerard gillian glen glenn gordon graeme graham greg gregory hannah ' +
    'harriet harry harvey hassan hayley heather heidi helen helena henry hilary hugh hussain ian ibrahim imogen irene iris isaac ' +
    'isabel isabella isabelle isla ivan jack jackie jacob jacqueline jade jake james jamie jan jane janet janice jasmin jason jay ' +
    'jayne jean jeff jeffrey jemma jennifer jenny jeremy jess jessica jill jim jimmy jo joan joanna joanne jodie joe joel john ' +
    'johnny jon jonathan jordan joseph josephine josh joshua joyce judith judy julia julian julie juliet justin kane karen karl ' +
    'kate katherine kathleen kathryn kathy katie katrina kay kayleigh keith kelly ken kenneth kerry kevin khalid kieran kim ' +
    'kimberley kirsten kirsty kyle lara laura lauren laurence leah leanne lee leon leonard lesley leslie lewis liam libby lily ' +
    'linda lindsay lindsey lisa liz lola lorna lorraine louis louise lucas lucy luke lydia lynda lynn lynne maddie madeleine ' +
    'maisie malcolm mandy marc marcus margaret maria marian marie marilyn marion mark martha martin martyn mary mathew matt ' +
    'matthew maureen maurice max maxine megan mel melanie melissa mia michael michaela michelle mick mike millie miranda miriam ' +
    'mohamed mohammad mohammed moira molly monica muhammad nadia nancy naomi natalie natasha nathan neil niall nicholas nick ' +
    'nicky nicola nicole nigel nina noah noel nora norma norman olivia oliver omar oscar owen pam pamela pat patricia patrick ' +
    'paul paula pauline penelope penny pete peter phil philip philippa phillip phoebe polly rachael rachel ralph raymond rebecca ' +
    'reece rhys richard rita rob robert roberta roger ronald rory rosemary rosie ross rowena roy russell ruth ryan sally sam ' +
    'samantha samuel sandra sara sarah saul scarlett scott sean sebastian shannon sharon shaun sheila shelley shirley sian simon ' +
    'simone sofia sonia sophia sophie stacey stan stanley stella stephanie stephen steve steven stewart stuart sue susan susanna ' +
    'suzanne sylvia tamsin tanya tara tariq ted teresa terence terry tessa thea theo theresa thomas tim timothy tina toby todd ' +
    'tom tommy toni tony tracey tracy trevor trudy una ursula valerie vanessa vera verity veronica vicky victor victoria vincent ' +
    'virginia vivien walter wayne wendy wilfred william winifred yasmin yusuf yvonne zac zach zachary zahra zainab zara zoe'
  ).split(' '),
);
