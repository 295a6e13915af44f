package io.dynamoplanner.data.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads YAML and JSON documents into {@link SourceNode}s. Only plain data is accepted: no language-specific tags, no
 * unbounded alias expansion, no duplicate keys. Every failure is a {@link DocumentException}.
 */
public final class DocumentReader {
    /** A configuration is a few kilobytes; a larger file is a mistake, and reading it would only cost memory. */
    public static final int MAX_BYTES = 1 << 20;

    /** Deeper nesting than any of our formats has. */
    static final int MAX_DEPTH = 40;

    private static final int SHOWN_ARGUMENT = 60;

    private DocumentReader() {}

    /** Reads a file; {@code .json} is JSON, {@code .yaml} and {@code .yml} are YAML, any other name is tried as both. */
    public static SourceNode read(Path file) {
        String name = file.toString();
        String text = decode(name, bytes(file));
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".json")) {
            return parseJson(name, text);
        }
        if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
            return parseYaml(name, text);
        }
        return parseEither(name, text);
    }

    /**
     * Reads the value of {@code --config}: the path of an existing file, or else JSON written in place.
     *
     * @throws DocumentException if it is neither
     */
    public static SourceNode readArgument(String argument) {
        if (exists(argument)) {
            return read(Path.of(argument));
        }
        if (startsLikeJson(argument)) {
            return parseJson("inline JSON", argument);
        }
        throw new DocumentException(
                SourcePosition.of("'" + shorten(argument) + "'"),
                "neither an existing file nor a JSON object",
                "give the path of a YAML or JSON file, or JSON such as '{\"ttft_ms\": 500}'");
    }

    /** Parses YAML 1.1, as the reference does; {@code name} stands in errors. */
    public static SourceNode parseYaml(String name, String text) {
        return new YamlDocument(name).parse(withoutByteOrderMark(text));
    }

    /** Parses strict JSON: no comments, no NaN; {@code name} stands in errors. */
    public static SourceNode parseJson(String name, String text) {
        return new JsonDocument(name).parse(withoutByteOrderMark(text));
    }

    private static SourceNode parseEither(String name, String text) {
        if (!startsLikeJson(text)) {
            return parseYaml(name, text);
        }
        try {
            return parseJson(name, text);
        } catch (DocumentException notJson) {
            try {
                return parseYaml(name, text);
            } catch (DocumentException notYaml) {
                notJson.addSuppressed(notYaml);
                throw notJson;
            }
        }
    }

    private static boolean exists(String argument) {
        try {
            return !argument.isBlank() && Files.exists(Path.of(argument));
        } catch (InvalidPathException notAPath) {
            return false;
        }
    }

    private static byte[] bytes(Path file) {
        SourcePosition at = SourcePosition.of(file.toString());
        if (Files.isDirectory(file)) {
            throw new DocumentException(at, "is a directory", "name the file in it");
        }
        try (InputStream in = Files.newInputStream(file)) {
            // Bounded, so that a device or a wrong file cannot fill the memory.
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new DocumentException(
                        at, "is larger than " + MAX_BYTES + " bytes", "check that this is the file you meant");
            }
            return bytes;
        } catch (NoSuchFileException missing) {
            throw new DocumentException(at, "does not exist", "check the path");
        } catch (AccessDeniedException denied) {
            throw new DocumentException(at, "may not be read", "check the permissions of the file");
        } catch (IOException failed) {
            throw new DocumentException(at, "cannot be read", "check the file and its disk");
        }
    }

    private static String decode(String name, byte[] bytes) {
        SourcePosition at = SourcePosition.of(name);
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new DocumentException(at, "is not UTF-8 text", "check that this is a YAML or JSON file");
        }
        if (text.indexOf('\0') >= 0) {
            throw new DocumentException(at, "is a binary file", "check that this is a YAML or JSON file");
        }
        if (text.isBlank()) {
            throw new DocumentException(at, "is empty", "write at least {} into it");
        }
        return text;
    }

    private static boolean startsLikeJson(String text) {
        String start = withoutByteOrderMark(text).stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static String shorten(String argument) {
        String oneLine = argument.lines().findFirst().orElse("");
        return oneLine.length() <= SHOWN_ARGUMENT ? oneLine : oneLine.substring(0, SHOWN_ARGUMENT) + "...";
    }
}
