from thumbnails import file_name


def test_one_address_has_one_name():
    assert file_name("https://example.com/a.png") == file_name("https://example.com/a.png")


def test_two_addresses_have_two_names():
    assert file_name("https://example.com/a.png") != file_name("https://example.com/b.png")
