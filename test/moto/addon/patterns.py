"""The models' patterns, which are of the Java and ECMA kind, as whole-value Python patterns.

AWS holds the pattern against the whole value, whether or not it carries anchors.
"""

import functools
import re
import sys
import unicodedata
import warnings

import logbook

# The classes that the models use; each is the general categories that begin so.
_CLASSES = ("L", "M", "N", "P", "S", "Z", "C")
_SURROGATES = r"\uD800\uDC00-\uDBFF\uDFFF"


@functools.cache
def _categories():
    """{first letter of a general category: the body of a class that holds all its characters}."""
    ranges = {}
    for code in range(sys.maxunicode + 1):
        spans = ranges.setdefault(unicodedata.category(chr(code))[0], [])
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return {
        letter: "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in spans) for letter, spans in ranges.items()
    }


def _python(pattern):
    # Java spells the characters beyond the first plane as pairs of surrogates; Python has them as they are.
    pattern = pattern.replace(_SURROGATES, r"\U00010000-\U0010FFFF")
    pattern = pattern.replace(r"\p{ASCII}", r"[\x00-\x7f]")
    for name in _CLASSES:
        pattern = pattern.replace(rf"\p{{{name}}}", "\0" + name)
    out, inside, index = "", False, 0
    while index < len(pattern):
        character = pattern[index]
        if character == "\0":
            body = _categories()[pattern[index + 1]]
            out += body if inside else f"[{body}]"
            index += 2
            continue
        if character == "\\":
            out += pattern[index : index + 2]
            index += 2
            continue
        inside = (inside or character == "[") and character != "]"
        out += character
        index += 1
    return out


@functools.cache
def compiled(pattern):
    """The pattern for `fullmatch`, or None, logged once, where Python has no such pattern."""
    try:
        if "&&" in pattern:
            raise re.error("an intersection of classes")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            # As in Java, \\w, \\d and \\s are of ASCII.
            return re.compile(_python(pattern), re.ASCII)
    except (re.error, Warning) as error:
        logbook.write("skipped-pattern", pattern=pattern, reason=str(error))
        return None
