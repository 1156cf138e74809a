import pytest

from stimmwerk.engines.espeak_library import bundled_files, open_library
from stimmwerk.engines.espeak_loans import NotEnglish, loan_word


@pytest.mark.parametrize(
    ("mnemonics", "ipa"),
    [
        ("f_'i:_d_b_a_k", "fˈiːtbɛk"),
        ("d_'E_d_l_aI_n", "dˈɛtlaɪn"),
        ("w_'3:_k_f_l_oU_z", "wˈœːɐ̯kfloʊs"),
        ("b_'0_t_@L_n_,E_k", "bˈɔtəlnˌɛk"),
        ("S_'A@_d_I_N", "ʃˈaːɐ̯dɪŋ"),
        ("s_t_'A@_r-_I_N", "stˈaːrɪŋ"),
        ("p_'0_d_k_aa_s_t", "pˈɔtkaːst"),
        ("b_'I_z_n_@_s", "bˈɪznəs"),
        ("b_'a_g_d", "bˈɛkt"),
        ("g_'u:_g_@L", "ɡˈuːɡəl"),
        ("k_'O:_z", "kˈɔːs"),
        ("%D_@", "ðə"),
    ],
)
def test_english_sounds_become_those_of_loan_words(mnemonics, ipa):
    assert loan_word(mnemonics) == ipa


@pytest.mark.parametrize(
    ("written", "mnemonics", "ipa"),
    [
        ("reality", "r_I2_;_'a_l_I2_t_i", "riˈɛlɪti"),
        ("economy", "I_k_'0_n_@_m_i", "ikˈɔnəmi"),
        ("inner", "I_n_'3", "ɪnˈɐ"),
        ("experience", "E_k_s_p_'i@_r_I2_;_@_n_s", "ɛkspˈiːriəns"),
        ("zero", "z_'i@_r_oU", "zˈiːroʊ"),
        ("captcha", "k_'a_p_t_tS_@", "kˈɛptʃə"),
        ("language", "l_'a_N_g_w_I_dZ", "lˈɛŋɡwɪtʃ"),
        ("wireless", "w_'aI@_l_@_s", "wˈaɪɐləs"),
        ("viable", "v_'aI@_b_@L", "vˈaɪəbəl"),
        ("hiring", "h_'aI@_r_I_N", "hˈaɪrɪŋ"),
        ("conversion", "k_@_n_v_'3:_S_@_n", "kɔnvˈœːɐ̯ʃən"),
        ("professional", "p_r_@_f_'E_S_@_n_@L", "profˈɛʃənəl"),
        ("early", "'3:_l_I", "ˈœːɐ̯li"),
    ],
)
def test_vowels_are_german_where_the_letters_say_so(written, mnemonics, ipa):
    assert loan_word(mnemonics, written) == ipa


def test_what_is_no_english_sound_is_told():
    with pytest.raises(NotEnglish, match="y:"):
        loan_word("t_'y:")


def test_every_common_word_has_only_sounds_that_are_known():
    words = "knowledge yesterday through pleasure thirsty world measure beige poor fire hour our cure idea year chaos"
    files = bundled_files()
    with open_library(files.library, files.data) as library:
        said = {word: loan_word(library.sounds_of(word, "gmw/en", ipa=False)) for word in words.split()}
    assert said["knowledge"] == "nˈɔlɪtʃ"
    assert said["year"] == "jˈiːɐ̯"
    assert all(said.values())
