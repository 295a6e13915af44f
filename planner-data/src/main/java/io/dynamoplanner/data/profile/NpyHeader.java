package io.dynamoplanner.data.profile;

import io.dynamoplanner.data.file.OneLine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a {@code .npy} file, format versions 1 to 3: a magic number, the version, the length of what follows, and
 * a Python dictionary with element type, storage order and shape.
 *
 * @param shape length of each dimension, at most two
 * @param elements product of the shape
 * @param columnOrder whether columns are contiguous (Fortran order)
 * @param dataStart index of the first byte after the header
 */
record NpyHeader(Type type, List<Integer> shape, int elements, boolean columnOrder, int dataStart) {
    /** Far more than any profile has; what a damaged header claims beyond it is not believed. */
    private static final int MAX_ELEMENTS = 1 << 20;

    private static final int MAX_TEXT_CHARS = 4096;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*('[^']*'|\\[.*?\\])\\s*,");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)\\s*,");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L,\\s]*)\\)");
    private static final Pattern NUMBER_TYPE = Pattern.compile("([<>|=])(?:([f])([248])|([iu])([1248])|(b)(1))");
    private static final Pattern TEXT_TYPE = Pattern.compile("([<>|=])([US])(\\d{1,4})");

    NpyHeader {
        shape = List.copyOf(shape);
    }

    /**
     * @param kind NumPy's letter: f, i, u, b for numbers, U (four bytes a character) and S (one byte) for text
     * @param bytes size of an element
     */
    record Type(char kind, int bytes, boolean bigEndian) {
        boolean isText() {
            return kind == 'U' || kind == 'S';
        }

        @Override
        public String toString() {
            return (bigEndian ? ">" : "<") + kind + (kind == 'U' ? bytes / 4 : bytes);
        }
    }

    static NpyHeader parse(Path file, String name, byte[] npy) {
        boolean magic = npy.length >= 10;
        for (int i = 0; magic && i < MAGIC.length; i++) {
            magic = npy[i] == MAGIC[i];
        }
        if (!magic) {
            throw Faults.array(file, name, "is no NumPy array; save it with numpy.savez");
        }
        int version = npy[6];
        if (version < 1 || version > 3) {
            throw Faults.array(file, name, "has the unknown format version " + version + "; save it with numpy.savez");
        }
        int start = version == 1 ? 10 : 12;
        long length = (npy[8] & 0xff) | (npy[9] & 0xff) << 8;
        if (version > 1 && npy.length >= start) {
            length |= (long) (npy[10] & 0xff) << 16 | (long) (npy[11] & 0xff) << 24;
        }
        if (start + length > npy.length) {
            throw Faults.array(file, name, "ends inside its header; write the file again");
        }
        String text = new String(npy, start, (int) length, StandardCharsets.UTF_8);
        return parse(file, name, text, start + (int) length);
    }

    private static NpyHeader parse(Path file, String name, String text, int dataStart) {
        Type type = type(file, name, part(file, name, TYPE, text));
        boolean columnOrder = part(file, name, ORDER, text).equals("True");
        var shape = new ArrayList<Integer>();
        long elements = 1;
        for (String length : part(file, name, SHAPE, text).replace('L', ' ').split(",", -1)) {
            if (!length.isBlank()) {
                shape.add(length(file, name, length.strip()));
                elements *= shape.get(shape.size() - 1);
            }
            if (shape.size() > 2) {
                throw Faults.array(file, name, "has more than two dimensions; a profile array has one");
            }
        }
        if (elements > MAX_ELEMENTS) {
            throw Faults.array(
                    file, name, "claims " + elements + " elements, more than " + MAX_ELEMENTS + "; is it a profile?");
        }
        return new NpyHeader(type, shape, (int) elements, columnOrder, dataStart);
    }

    private static String part(Path file, String name, Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw Faults.array(
                    file, name, "has a damaged header (\"" + OneLine.value(text) + "\"); write the file again");
        }
        return matcher.group(1);
    }

    private static int length(Path file, String name, String text) {
        boolean small = text.length() <= 7 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!small || Integer.parseInt(text) > MAX_ELEMENTS) {
            throw Faults.array(
                    file,
                    name,
                    "claims a dimension of " + OneLine.value(text) + ", more than " + MAX_ELEMENTS
                            + "; is it a profile?");
        }
        return Integer.parseInt(text);
    }

    private static Type type(Path file, String name, String quoted) {
        String descr = quoted.replace("'", "");
        Matcher number = NUMBER_TYPE.matcher(descr);
        if (number.matches()) {
            String code = descr.substring(1);
            return new Type(code.charAt(0), code.charAt(1) - '0', descr.charAt(0) == '>');
        }
        Matcher text = TEXT_TYPE.matcher(descr);
        if (text.matches() && Integer.parseInt(text.group(3)) <= MAX_TEXT_CHARS) {
            char kind = descr.charAt(1);
            int chars = Integer.parseInt(text.group(3));
            return new Type(kind, kind == 'U' ? 4 * chars : chars, descr.charAt(0) == '>');
        }
        throw Faults.array(
                file,
                name,
                "has the element type " + OneLine.value(descr)
                        + ", which cannot be read; use floats, integers, booleans or plain text");
    }
}
