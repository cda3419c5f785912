"""The stemmer of the site, in a browser: the stems of the Python package snowballstemmer, and one spelling for British words."""

import random
import re

import pytest
import snowballstemmer

from generator.site.search import stems
from generator.text.folding import fold
from tests.site import invented

ASSETS = invented.REPOSITORY / "overrides" / "assets"
ROOTS = """adapt align attend benchmark compress comput connect cry deci declar defin deni depend describ die distil distill
    edit embed employ encod evalu even exceed fail federat fit generaliz hop hopp inn intern interfer interv label later lie
    model nat normal observ organ out past play precis predict proceed program quantiz rank rational relat retriev sens ski
    sky small succeed tie token transform transl univers use vari vie want weight yield"""
ENDINGS = """s es ed eed eedly edly ing ingly sses ied ies us ss e y ly al tional ational ence ency ance ancy able ably ent ently
    izer ize ization ate ation ator alism ality ally ful fulness fully ous ousness ously ive iveness ivity ible ibility bly
    logy logist logi less lessly li alize icate icity ical ic ness ative er ant ement ment ism ion ll l er"""
BRITISH = """analyse:analyze analysed:analyzed analyser:analyzer behaviour:behavior behavioural:behavioral catalogue:catalog
    categorise:categorize centre:center centred:centered characterising:characterizing colour:color colourful:colorful
    defence:defense dialogue:dialog favourite:favorite fibre:fiber generalisability:generalizability
    generalisation:generalization haematology:hematology hydrolyse:hydrolyze initialised:initialized ionise:ionize
    kilometre:kilometer leukaemia:leukemia licence:license litre:liter localising:localizing multicentre:multicenter
    neighbourhood:neighborhood normalisation:normalization oedema:edema optimiser:optimizer optimisers:optimizers
    organisational:organizational paediatric:pediatric parallelisable:parallelizable polarisations:polarizations
    programme:program quantisation:quantization quantised:quantized realise:realize recognising:recognizing
    summarisation:summarization theatre:theater tokenisation:tokenization tokenised:tokenized tokenisers:tokenizers
    tumour:tumor unorganised:unorganized vectorisation:vectorization visualise:visualize"""
AMERICAN_TOO = """acre advertise advise analyses analysis arise basis bias bitwise bruise chastise comprise compromise concise
    concourse contour course crises cruise demise denise denoise denoised devise disease disguise elementwise emphasis enterprise
    excise exercise exercises expertise four franchise genre geometry hour immunocompromised improvisation improvise imprecise
    incise ising kaiser likewise louise merchandise metropolises michael miser mediocre noise noises noisy otherwise pairwise
    paradise parametric phrase pierre pointwise poise practise praise precise premise premises promise promising raise raised
    reprise revise rise rises rising seymour size stepwise sunrise supervise supervised supervising surmise surprise surprising
    televised this tortoise tour treatise unpromising unsupervised vise weiser wise words"""
LEFT_ALONE = ["", "a", "of", "Distilling", "naïve", "ernie-3", "it's", "模型", "quantization!", "two words", "مدل"]


@pytest.fixture(scope="module")
def page(chromium):
    """Return an empty page with the stemmer."""
    page = chromium.new_page()
    page.add_script_tag(path=ASSETS / "stemmer.js")
    yield page
    page.close()


def differences(page, words):
    """Return the words whose stem is another than that of the Python package."""
    stems = snowballstemmer.stemmer("english").stemWords(words)
    found = page.evaluate("words => words.map(stem)", words)
    return [wrong for wrong in zip(words, found, stems, strict=True) if wrong[1] != wrong[2]]


def ascii_words(text):
    """Return the words of a text that the stemmer reads."""
    return sorted(set(re.findall("[a-z0-9]+", fold(text))))


def test_words_of_the_shelf_have_the_stems_of_the_python_package(page):
    """All words of the papers' files and of the taxonomy are stemmed as snowballstemmer stems them."""
    files = sorted((invented.REPOSITORY / "content").glob("**/*.yml"))
    words = ascii_words("\n".join(path.read_text(encoding="utf-8") for path in files))
    assert len(words) > 1000
    assert differences(page, words) == []


def test_derived_words_have_the_stems_of_the_python_package(page):
    """Roots with one, two and three endings, some 10,000 words, are stemmed as snowballstemmer stems them."""
    dice = random.Random(3)
    endings = ENDINGS.split()
    words = {root + ending for root in ROOTS.split() for ending in ["", *endings]}
    words |= {dice.choice(ROOTS.split()) + "".join(dice.choices(endings, k=dice.randrange(2, 4))) for _ in range(6000)}
    assert differences(page, sorted(words)) == []


def test_random_letters_have_the_stems_of_the_python_package(page):
    """Short roots of random letters and digits, y among them, with endings are stemmed as snowballstemmer stems them."""
    dice = random.Random(4)
    words = {
        "".join(dice.choices("aeiouyybcdfghlmnprstwxz1", k=dice.randrange(1, 7)))
        + "".join(dice.choices([*ENDINGS.split(), "", ""], k=dice.randrange(3)))
        for _ in range(30_000)
    }
    assert differences(page, sorted(words)) == []


def test_inflected_words_of_the_field_share_a_stem(page):
    """A reader who types one form finds the other."""
    pairs = [("distilling", "distillation"), ("transformers", "transformer"), ("quantized", "quantization")]
    assert all(one == other for one, other in page.evaluate("pairs => pairs.map(pair => pair.map(stem))", pairs))


def test_other_words_come_back_unchanged(page):
    """Short words, and words with capitals, accents, punctuation or of other scripts, are not stemmed."""
    assert page.evaluate("words => words.map(stem)", LEFT_ALONE) == LEFT_ALONE


@pytest.mark.parametrize("pair", BRITISH.split())
def test_british_spelling_becomes_american(page, pair):
    """-is-, -yse, -our, -re and the other British spellings become the American ones, which stay."""
    british, american = pair.split(":")
    assert page.evaluate("words => words.map(spelled)", [british, american]) == [american, american]


def test_python_spells_and_stems_the_same_way(page):
    """The stems of the search in Python are those of the site for all of these words."""
    words = [*AMERICAN_TOO.split(), *BRITISH.replace(":", " ").split(), *BRITISH.replace(":", "s ").split()]
    found = page.evaluate("words => words.map(word => [spelled(word), stem(spelled(word))])", words)
    assert [
        wrong for wrong in zip(words, found, strict=True) if wrong[1] != [stems.spelled(wrong[0]), stems.stem(wrong[0])]
    ] == []


def test_words_with_one_spelling_stay(page):
    """-is- in the root of a word, as in noise and promise, is no British spelling; nor is -our in tour or -re in genre."""
    words = AMERICAN_TOO.split()
    assert page.evaluate("words => words.map(spelled)", words) == words
