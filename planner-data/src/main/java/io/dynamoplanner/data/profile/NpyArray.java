package io.dynamoplanner.data.profile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/**
 * One NumPy array of numbers or of text with at most two dimensions, whatever its element type and storage order were.
 *
 * <p>Integers beyond 2<sup>53</sup> become the nearest double; booleans become 0 and 1.
 */
public final class NpyArray {
    private final Path file;
    private final String name;
    private final NpyHeader header;
    private final ByteBuffer data;

    private NpyArray(Path file, String name, NpyHeader header, ByteBuffer data) {
        this.file = file;
        this.name = name;
        this.header = header;
        this.data = data;
    }

    /**
     * Reads the content of a {@code .npy} file.
     *
     * @param file and {@code name} say in messages what is read
     * @throws io.dynamoplanner.core.engine.ProfileException if it is damaged or of a type that profiles do not use
     */
    public static NpyArray parse(Path file, String name, byte[] npy) {
        NpyHeader header = NpyHeader.parse(file, name, npy);
        long expected = (long) header.elements() * header.type().bytes();
        long actual = (long) npy.length - header.dataStart();
        if (actual != expected) {
            throw Faults.array(
                    file,
                    name,
                    "has " + actual + " bytes of data where shape " + header.shape() + " of " + header.type()
                            + " needs " + expected + "; write the file again");
        }
        ByteBuffer data = ByteBuffer.wrap(npy, header.dataStart(), (int) actual)
                .slice()
                .order(header.type().bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return new NpyArray(file, name, header, data);
    }

    public String name() {
        return name;
    }

    /** Length of each dimension; empty for a single value without dimension. */
    public List<Integer> shape() {
        return header.shape();
    }

    /** Number of elements. */
    public int size() {
        return header.elements();
    }

    public boolean isText() {
        return header.type().isText();
    }

    /** Element {@code index} in row order. */
    public double number(int index) {
        if (isText()) {
            throw Faults.array(file, name, "holds text; numbers are expected");
        }
        int at = position(index) * header.type().bytes();
        return switch (header.type().kind()) {
            case 'f' ->
                switch (header.type().bytes()) {
                    case 2 -> half(data.getShort(at));
                    case 4 -> data.getFloat(at);
                    default -> data.getDouble(at);
                };
            case 'i' ->
                switch (header.type().bytes()) {
                    case 1 -> data.get(at);
                    case 2 -> data.getShort(at);
                    case 4 -> data.getInt(at);
                    default -> (double) data.getLong(at);
                };
            case 'u' ->
                switch (header.type().bytes()) {
                    case 1 -> data.get(at) & 0xff;
                    case 2 -> data.getShort(at) & 0xffff;
                    case 4 -> (double) (data.getInt(at) & 0xffffffffL);
                    default -> unsigned(data.getLong(at));
                };
            default -> data.get(at) != 0 ? 1 : 0;
        };
    }

    /** Element {@code index} in row order, numbers in their shortest spelling. */
    public String text(int index) {
        if (!isText()) {
            double number = number(index);
            return number == Math.rint(number) && Math.abs(number) < 1e15
                    ? Long.toString((long) number)
                    : Double.toString(number);
        }
        int length = header.type().bytes();
        int at = position(index) * length;
        int width = header.type().kind() == 'U' ? 4 : 1;
        var text = new StringBuilder();
        for (int i = 0; i < length; i += width) {
            int c = width == 4 ? data.getInt(at + i) : data.get(at + i) & 0xff;
            if (!Character.isValidCodePoint(c)) {
                throw Faults.array(file, name, "holds the invalid character " + c + "; write the file again");
            }
            text.appendCodePoint(c);
        }
        // NumPy fills up with zeros.
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 0) {
            end--;
        }
        return text.substring(0, end);
    }

    /** All numbers in row order. */
    public double[] numbers() {
        double[] numbers = new double[size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(i);
        }
        return numbers;
    }

    private int position(int index) {
        if (!header.columnOrder() || shape().size() < 2) {
            return index;
        }
        int rows = shape().get(0);
        int columns = shape().get(1);
        return (index % columns) * rows + index / columns;
    }

    /** IEEE 754 binary16: 1 sign bit, 5 exponent bits with bias 15, 10 fraction bits. */
    private static double half(short bits) {
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        double magnitude;
        if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            magnitude = Math.scalb((double) fraction, -24);
        } else {
            magnitude = Math.scalb((double) (fraction | 0x400), exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    private static double unsigned(long value) {
        // Halving with the lost bit kept in place rounds as the full value would.
        return value >= 0 ? (double) value : (double) ((value >>> 1) | (value & 1)) * 2;
    }
}
