package io.dynamoplanner.power.attribution;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the kubelet's answer to {@code v1.PodResourcesLister/List}, a message in protobuf's wire format, of which these
 * fields matter:
 *
 * <pre>
 *   answer     1 pod, many
 *   pod        1 name    2 namespace    3 container, many
 *   container  2 devices, many
 *   devices    1 name of the resource   2 device id, many
 * </pre>
 *
 * A device id is the UUID of a board or of an instance of one, with {@code ::n} behind it where a board is shared by time.
 */
final class PodResourcesMessage {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final String TIME_SLICE = "::";

    private PodResourcesMessage() {}

    /** Takes a field and the bytes in it. */
    private interface Field {
        void take(int number, ByteBuffer value);
    }

    /**
     * Names of pods, {@code namespace/name}, by device id.
     *
     * @throws IllegalArgumentException if this is no such message
     */
    static Map<String, Set<String>> podsByDevice(byte[] answer) {
        var pods = new HashMap<String, Set<String>>();
        each(ByteBuffer.wrap(answer), (number, value) -> {
            if (number == 1) {
                pod(value, pods);
            }
        });
        return pods;
    }

    private static void pod(ByteBuffer message, Map<String, Set<String>> pods) {
        String[] path = {"", ""};
        Set<String> devices = new TreeSet<>();
        each(message, (number, value) -> {
            switch (number) {
                case 1 -> path[1] = text(value);
                case 2 -> path[0] = text(value);
                case 3 ->
                    each(value, (inner, container) -> {
                        if (inner == 2) {
                            each(container, (field, id) -> {
                                if (field == 2) {
                                    devices.add(withoutSlice(text(id)));
                                }
                            });
                        }
                    });
                default -> {}
            }
        });
        devices.forEach(
                device -> pods.computeIfAbsent(device, none -> new TreeSet<>()).add(path[0] + "/" + path[1]));
    }

    private static String withoutSlice(String id) {
        int slice = id.indexOf(TIME_SLICE);
        return slice < 0 ? id : id.substring(0, slice);
    }

    private static void each(ByteBuffer message, Field field) {
        while (message.hasRemaining()) {
            long tag = varint(message);
            int number = (int) (tag >>> 3);
            switch ((int) (tag & 7)) {
                case VARINT -> varint(message);
                case FIXED64 -> skip(message, Long.BYTES);
                case FIXED32 -> skip(message, Integer.BYTES);
                case BYTES -> {
                    int length = (int) Math.min(Integer.MAX_VALUE, varint(message));
                    if (length < 0 || length > message.remaining()) {
                        throw broken();
                    }
                    field.take(number, message.slice(message.position(), length));
                    skip(message, length);
                }
                default -> throw broken();
            }
        }
    }

    private static void skip(ByteBuffer message, int bytes) {
        if (bytes > message.remaining()) {
            throw broken();
        }
        message.position(message.position() + bytes);
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (!message.hasRemaining()) {
                throw broken();
            }
            byte next = message.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw broken();
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    private static IllegalArgumentException broken() {
        return new IllegalArgumentException("the kubelet's answer is no list of pod resources");
    }
}
