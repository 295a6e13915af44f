package io.dynamoplanner.data.trace;

import static io.dynamoplanner.data.file.TestFiles.gzip;
import static io.dynamoplanner.data.file.TestFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a trace is said in one line with file, line, value and remedy. */
class TraceErrorsTest {
    @TempDir
    Path dir;

    private String failure(String source) {
        TraceException e = catchThrowableOfType(TraceException.class, () -> TraceReader.read(source));
        assertThat(e).as("reading %s", source).isNotNull();
        return String.valueOf(e.getMessage());
    }

    private static String number(String text) {
        return text.replace("1e400 in digits", "1" + "0".repeat(400));
    }

    /** {@code first} stands in line 2 behind a good line, so that the number in the message is tested too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1, 2] | is not a JSON object",
                "42 | is not a JSON object",
                "null | is not a JSON object",
                "{\"timestamp\": NaN, \"input_length\": 1, \"output_length\": 1} | timestamp is NaN",
                "{\"timestamp\": Infinity, \"input_length\": 1, \"output_length\": 1} | timestamp is Infinity",
                "{\"timestamp\": -Infinity, \"input_length\": 1, \"output_length\": 1} | timestamp is -Infinity",
                "{\"timestamp\": 1e400, \"input_length\": 1, \"output_length\": 1} | timestamp is 1e400",
                "{\"timestamp\": 1e400 in digits, \"input_length\": 1, \"output_length\": 1} | timestamp is 100000",
                "{\"timestamp\": 1e40, \"input_length\": 1, \"output_length\": 1} | timestamp is 1e40",
                "{\"timestamp\": -1, \"input_length\": 1, \"output_length\": 1} | timestamp is -1; a finite number",
                "{\"timestamp\": true, \"input_length\": 1, \"output_length\": 1} | timestamp is true",
                "{\"timestamp\": \"5\", \"input_length\": 1, \"output_length\": 1} | timestamp is \"5\"",
                "{\"timestamp\": [5], \"input_length\": 1, \"output_length\": 1} | timestamp is a list",
                "{\"timestamp\": null, \"input_length\": 1, \"output_length\": 1} | timestamp is missing",
                "{\"input_length\": 1, \"output_length\": 1} | timestamp is missing",
                "{\"timestamp\": 1, \"output_length\": 1} | input_length is missing",
                "{\"timestamp\": 1, \"input_length\": 1} | output_length is missing",
                "{} | timestamp is missing",
                "{\"timestamp\": 1, \"input_length\": -1, \"output_length\": 1} | input_length is -1; a whole number",
                "{\"timestamp\": 1, \"input_length\": 1.5, \"output_length\": 1} | input_length is 1.5",
                "{\"timestamp\": 1, \"input_length\": 1, \"output_length\": true} | output_length is true",
                "{\"timestamp\": 1, \"input_length\": 1, \"output_length\": \"7\"} | output_length is \"7\"",
                "{\"timestamp\": 1, \"input_length\": 2147483648, \"output_length\": 1} | input_length is 2147483648",
                "{\"timestamp\": 1, \"input_length\": 1, \"output_length\": 1e40} | output_length is 1e40",
                "{\"timestamp\": 1, \"timestamp\": 2, \"input_length\": 1, \"output_length\": 1} | 'timestamp'",
                "{\"timestamp\": 1, \"input_length\": 007, \"output_length\": 1} | is not valid JSON",
                "{\"timestamp\": 1, \"input_length\": 1, \"output_length\": 1 | is not valid JSON",
                "{\"timestamp\": 1, \"input_length\": 1, \"output_length\": 1}, | is not valid JSON",
                "{\"timestamp\": 1, \"input_length\": 1, \"output_length\": 1, \"hash_ids\": [1,]} | is not valid JSON",
                "{\"timestamp\": 1, \"input_length\": 1, \"output_length\": 1} {} | text after",
                "{\"schema\": \"dynamo.request.trace.v1\"} | is a line of dynamo.request.trace.v1 in a trace of Mooncake",
                "timestamp_s,isl,osl | is not valid JSON",
            })
    void aBadLineInAMooncakeTraceIsNamed(String line, String expected) {
        String good = "{\"timestamp\": 0, \"input_length\": 1, \"output_length\": 1}\n";
        for (String ending : new String[] {"jsonl", "jsonl.gz"}) {
            String text = good + number(line) + "\n" + good;
            Path file = dir.resolve("t." + ending);
            if (ending.endsWith("gz")) {
                write(file, gzip(text));
            } else {
                write(file, text);
            }
            assertThat(failure(file.toString()))
                    .startsWith(file + ":2: ")
                    .contains(expected)
                    .hasSizeLessThan(file.toString().length() + 250)
                    .doesNotContain("\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "NaN,1,1 | timestamp_s is NaN",
                "inf,1,1 | timestamp_s is inf",
                "-0.5,1,1 | timestamp_s is -0.5",
                "true,1,1 | timestamp_s is true",
                "1d,1,1 | timestamp_s is 1d",
                "1e40,1,1 | timestamp_s is 1e40",
                "999999999999,1,1 | timestamp_s is 999999999999",
                "1.2.3,1,1 | timestamp_s is 1.2.3",
                "1,-4,1 | isl is -4",
                "1,4,1.5 | osl is 1.5",
                "1,4,2147483648 | osl is 2147483648",
                "1,4,99999999999999999999 | osl is 99999999999999999999",
                "1,,1 | isl is missing",
                "1,4 | has 2 fields where the header has 3",
                "1,4,5,6 | has 4 fields where the header has 3",
                "{\"timestamp\": 0} | is a JSON line in a csv trace",
            })
    void aBadRowInACsvTraceIsNamed(String row, String expected) {
        Path file = write(dir.resolve("t.csv"), "timestamp_s,isl,osl\n0,1,1\n\n" + row + "\n");
        assertThat(failure(file.toString())).startsWith(file + ":4: ").contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"event\": 5} | schema is missing",
                "{\"schema\": \"dynamo.request.trace.v2\"} | schema is \"dynamo.request.trace.v2\"",
                "{\"schema\": \"dynamo.request.trace.v1\", \"request\": {\"request_received_ms\": 1,"
                        + " \"input_tokens\": 1}} | request.output_tokens is missing",
                "{\"schema\": \"dynamo.request.trace.v1\", \"request\": {\"request_received_ms\": 1,"
                        + " \"output_tokens\": 1}} | request.replay.input_length is missing",
                "{\"schema\": \"dynamo.request.trace.v1\", \"request\": {\"output_tokens\": 1,"
                        + " \"input_tokens\": 1}} | request.request_received_ms is missing",
                "{\"timestamp\": 0, \"input_length\": 1, \"output_length\": 1} | is a line of Mooncake JSON lines in",
            })
    void aBadEventIsNamed(String line, String expected) {
        String good = "{\"schema\": \"dynamo.request.trace.v1\", \"event_type\": \"tool_end\"}\n";
        Path file = write(dir.resolve("t.jsonl"), good + line + "\n");
        assertThat(failure(file.toString())).startsWith(file + ":2: ").contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | : has no requests",
                "` \n\n` | : has no requests",
                "timestamp_s,isl,osl | : has no requests",
                "timestamp_s,isl | :1: header lacks osl",
                "timestamp_s,isl,osl,isl | :1: header has the column isl twice",
                "0.5,100,20 | :1: is not a header",
                "{\"prompt\": \"hi\"} | :1: is no request of a known format",
                "[{\"timestamp\": 0}] | :1: is a JSON list",
                "{\"schema\": \"dynamo.request.trace.v1\", \"event_type\": \"tool_end\"} | : has no requests",
            })
    void aFileThatIsNoTraceIsNamed(String content, String expected) {
        Path file = write(dir.resolve("t"), content);
        assertThat(failure(file.toString())).startsWith(file + expected);
    }

    @Test
    void faultsOfTheFileItselfAreNamed() {
        byte[] whole = gzip("timestamp_s,isl,osl\n" + "1,2,3\n".repeat(5000));
        Path cut = write(dir.resolve("cut.csv.gz"), Arrays.copyOf(whole, whole.length / 2));
        Path head = write(dir.resolve("head.csv.gz"), Arrays.copyOf(whole, 5));
        byte[] flipped = whole.clone();
        flipped[flipped.length - 6] ^= 1; // in the checksum
        Path damaged = write(dir.resolve("damaged.csv.gz"), flipped);
        Path plain = write(dir.resolve("plain.csv.gz"), "timestamp_s,isl,osl\n1,2,3\n");

        assertThat(failure(cut.toString())).startsWith(cut + ": ").contains("is cut off after line");
        assertThat(failure(head.toString())).contains("is cut off after line 0");
        assertThat(failure(damaged.toString())).contains("is damaged after line");
        assertThat(failure(plain.toString())).contains("is named .gz but holds no gzip data");
        assertThat(failure(dir + "/none.csv")).contains("does not exist; check the path");
        assertThat(failure(dir + "/none*.csv")).contains("matches no file");
        assertThat(failure(dir + "/[.csv")).contains("glob pattern");
        assertThat(failure("a\0b")).contains("is not a path");
    }

    @Test
    void directoriesWithoutOneTraceAreRefused() {
        write(dir.resolve("empty/readme.md"), "x");
        assertThat(failure(dir + "/empty")).contains("has no .jsonl, .jsonl.gz, .csv or .csv.gz file");

        String line = "{\"timestamp\": 0, \"input_length\": 1, \"output_length\": 1}\n";
        write(dir.resolve("copies/s.jsonl"), line);
        write(dir.resolve("copies/s.jsonl.gz"), gzip(line));
        assertThat(failure(dir + "/copies"))
                .contains("s.jsonl.gz: is a copy of")
                .contains("s.jsonl;");

        write(dir.resolve("mixed/a.jsonl"), line);
        write(dir.resolve("mixed/b.jsonl"), "{\"schema\": \"dynamo.request.trace.v1\", \"event_type\": \"x\"}");
        assertThat(failure(dir + "/mixed"))
                .contains("b.jsonl: is dynamo.request.trace.v1 but")
                .contains("a.jsonl is Mooncake JSON lines");

        Path directory = dir.resolve("mixed");
        assertThat(catchThrowableOfType(TraceException.class, () -> TraceReader.read(List.of(directory))))
                .hasMessageContaining("is a directory; give a file");
    }

    @Test
    void deepAndHostileJsonIsAnErrorLikeAnyOther() {
        Path deep = write(dir.resolve("deep.jsonl"), "{\"x\": " + "[".repeat(100_000));
        assertThat(failure(deep.toString())).startsWith(deep + ":1: is not valid JSON");
        Path binary = write(dir.resolve("binary.jsonl"), new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, 0, 7});
        assertThat(failure(binary.toString())).startsWith(binary + ":1: is not valid");
    }
}
