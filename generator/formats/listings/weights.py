"""The weight of each feature of a title's end; cues.py computes the features.

Fitted by ``python -m benchmarks.splitting BENCH --fit --pairs CSV`` on three pairs in four of its sets and of 2,900
public title-abstract pairs of language model papers (not kept here). No word of a paper is in it, only kinds of words.
"""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "capitals": 0.33,  # log-likelihood gained by two styles of capitals over one
    "capitals behind the opening": -1.49,  # running text has few
    "capital behind a small word": 1.32,  # where a sentence-case title meets a sentence
    "capital behind a function word": -1.9,  # 'for Language …' goes on
    "words in the title: 1": -4.81,  # a prior on the length
    "words in the title: 14-18": 0.12,  # a prior on the length
    "words in the title: 19-24": -1.03,  # a prior on the length
    "words in the title: 2": -1.5,  # a prior on the length
    "words in the title: 25 and more": -2.85,  # a prior on the length
    "words in the title: 3": -1.9,  # a prior on the length
    "words in the title: 4-5": 0.07,  # a prior on the length
    "words in the title: 6-8": 0.68,  # a prior on the length
    "words in the title: 9-13": 0.66,  # a prior on the length
    "title ends on a function word": -3.27,  # '… of', '… with a'
    "title ends on a noun": 0.85,  # by suffix
    "title ends on an adjective": -1.84,  # by suffix; a noun is missing
    "title ends on an adverb": 0.01,  # -ly
    "title ends on a verb": 0.51,  # an object is missing
    "title ends just behind a function word": -0.36,  # 'for | Language' is often cut too early
    "title ends just behind a function word, small": -0.71,  # the same in sentence case
    "title ends in a full stop": -9.43,  # then it is the abstract's first sentence
    "title is a question or a call": -0.65,  # opens as a question does, or ends in '!'
    "title ends in a question": -0.34,  # no question word: the abstract may ask
    "title ends on a section's label": -3.25,  # 'Background' opens the abstract
    "verbs in the title": -0.34,  # each: sentences have them
    "sentences in the title": -2.1,  # each full stop inside
    "questions in the title": -0.28,  # each question inside: a subtitle may follow
    "a second colon in the title": 0.82,  # rare
    "one word behind the colon": -1.52,  # subtitles are longer
    "text opens small": -6.75,  # a sentence opens with a capital
    "text opens with a bracket": -4.79,  # it explains the word before
    "text opens with a figure": -1.56,  # rare
    "text opens with a sign": -0.94,  # quotes and the like: rare
    "opening: we": 2.49,  # we, our, I
    "opening: we, small word next": 3.45,  # on top, where the sentence goes on in small letters
    "opening: this": 1.87,  # this, these, it, there
    "opening: this, small word next": 2.13,  # on top, where the sentence goes on in small letters
    "opening: the": 4.15,  # the, a, an
    "opening: the, small word next": -0.16,  # on top, where the sentence goes on in small letters
    "opening: in": 1.52,  # prepositions
    "opening: in, small word next": 2.54,  # on top, where the sentence goes on in small letters
    "opening: while": 2.6,  # subordinating conjunctions
    "opening: while, small word next": 1.76,  # on top, where the sentence goes on in small letters
    "opening: many": 1.37,  # quantifiers; existing, current, traditional
    "opening: many, small word next": 2.93,  # on top, where the sentence goes on in small letters
    "opening: recent": 3.79,  # recent, recently, however
    "opening: recent, small word next": 1.31,  # on top, where the sentence goes on in small letters
    "opening: what": 0.28,  # question words
    "opening: what, small word next": 2.44,  # on top, where the sentence goes on in small letters
    "opening: adverb": 0.97,  # -ly
    "opening is an adjective": 0.99,  # by suffix: a noun phrase begins
    "opening: noun or adjective, small word next": -0.05,  # the phrase goes on in small letters
    "opening: noun or adjective, capital next": -1.99,  # title case goes on
    "comma behind the first word": -0.49,  # beyond what its class says
    "label of a section": 2.17,  # 'Background:'
    "label of a section, bare": 2.97,  # 'Background The …'
    "opening words spell the acronym in brackets": 2.77,  # 'Graph Networks (GNs)': abstracts explain, titles do not
    "opening is an acronym, brackets behind it": 2.37,  # 'GNs (graph networks)'
    "first sentence below five words": -2.21,  # cut too late
    "first sentence below nine words": -0.6,  # perhaps cut too late
    "colon soon behind the opening": -2.42,  # the title's colon
    "no verb in sight": -1.4,  # a sentence has a finite verb
    "verb after 0": -1.05,  # words between the opening and its first finite verb
    "verb after 1": -0.05,  # words between the opening and its first finite verb
    "verb after 2": -0.14,  # words between the opening and its first finite verb
    "verb after 3-4": 0.18,  # words between the opening and its first finite verb
    "verb after 5-8": 0.04,  # words between the opening and its first finite verb
    "verb after 9-18": -0.43,  # words between the opening and its first finite verb
    "text opens with the title's last word": 3.64,  # '… Transformer Transformers are'
    "text opens with a word of the title": 0.3,  # abstracts take the subject up
    "text opens with two words of the title": 1.13,  # the same, surer
    "text opens with the name before the colon": 0.91,  # 'FooNet: … FooNet is'
}
