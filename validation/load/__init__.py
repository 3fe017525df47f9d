"""How fast the pages answer while videos are uploaded and analysed on the same machine."""
