package io.dynamoplanner.data.profile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Arrays as the bytes of a {@code .npz} file: npy format 1.0, little-endian, 64-bit integers where all values are whole
 * and 64-bit floats elsewhere, stored without compression under a fixed time.
 */
final class NpzBytes {
    private static final LocalDateTime TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    /** The data starts at a multiple of this, as NumPy lays it out. */
    private static final int ALIGNMENT = 64;

    private static final int PREFIX_BYTES = 10;

    private NpzBytes() {}

    static byte[] of(Map<String, double[]> arrays) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, double[]> array : arrays.entrySet()) {
                byte[] npy = npy(array.getValue());
                var crc = new CRC32();
                crc.update(npy);
                var entry = new ZipEntry(array.getKey() + ".npy");
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(npy.length);
                entry.setCrc(crc.getValue());
                entry.setTimeLocal(TIME);
                zip.putNextEntry(entry);
                zip.write(npy);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] npy(double[] values) {
        boolean whole = true;
        for (double value : values) {
            whole &= value == Math.rint(value) && Math.abs(value) < 1L << 53;
        }
        String header = "{'descr': '" + (whole ? "<i8" : "<f8") + "', 'fortran_order': False, 'shape': ("
                + values.length + ",), }";
        int unpadded = PREFIX_BYTES + header.length() + 1;
        int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
        byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer npy = ByteBuffer.allocate(PREFIX_BYTES + text.length + 8 * values.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        npy.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        npy.putShort((short) text.length).put(text);
        for (double value : values) {
            if (whole) {
                npy.putLong((long) value);
            } else {
                npy.putDouble(value);
            }
        }
        return npy.array();
    }
}
