"""Takes from wheels only what the addon's build and its running need: headers, libraries, licences.

usage: unpack.py OUT WHEEL...   writes OUT/include, OUT/lib, OUT/licences
"""
import os
import re
import shutil
import sys
import zipfile

HEADERS = ('tensorflow/c/', 'tensorflow/core/platform/', 'tsl/', 'xla/tsl/c/')
LIBRARY = re.compile(r'^tensorflow/libtensorflow_(cc|framework)[^/]*$|^nvidia/[^/]+/lib/lib[^/]+\.so[^/]*$')
LICENCE = re.compile(r'^[^/]+\.dist-info/(licenses/)?(LICENSE|NOTICE)[^/]*$|^tensorflow/THIRD_PARTY_NOTICES.txt$', re.I)


def target(name, wheel):
    if name.startswith('tensorflow/include/') and name[len('tensorflow/include/'):].startswith(HEADERS):
        return os.path.join('include', name[len('tensorflow/include/'):])
    if LIBRARY.match(name):
        return os.path.join('lib', os.path.basename(name))
    if LICENCE.match(name):
        return os.path.join('licences', os.path.basename(wheel).split('-')[0], os.path.basename(name))
    return None


def unpack(out, wheels):
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for entry in archive.infolist():
                path = target(entry.filename, wheel)
                if path is None or entry.is_dir():
                    continue
                path = os.path.join(out, path)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with archive.open(entry) as source, open(path, 'wb') as copy:
                    shutil.copyfileobj(source, copy, 1 << 20)


if __name__ == '__main__':
    unpack(sys.argv[1], sys.argv[2:])
