"""The rules, one small file each; `guidebook.advice.catalogue` lists them."""
