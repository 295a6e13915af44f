package io.dynamoplanner.data.trace;

import static io.dynamoplanner.data.file.TestFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever line a byte parser accepts, the general parser must read the same numbers from it. */
class CanonicalTest {
    private static final int ROUNDS = 20_000;

    @TempDir
    Path dir;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(99);

    private String mutated(String line, String alphabet) {
        var text = new StringBuilder(line);
        for (int edits = random.nextInt(4); edits > 0; edits--) {
            int at = random.nextInt(text.length());
            String letter = String.valueOf(alphabet.charAt(random.nextInt(alphabet.length())));
            switch (random.nextInt(3)) {
                case 0 -> text.replace(at, at + 1, letter);
                case 1 -> text.insert(at, letter);
                default -> text.deleteCharAt(at);
            }
        }
        return text.toString();
    }

    @Test
    void jsonLinesAreReadAsByTheGeneralParser() {
        var canonical = new CanonicalJson();
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String line = mutated(
                    "{\"timestamp\": 6011, \"input_length\": 178, \"output_length\": 8, \"hash_ids\": [10, 2]}",
                    "0123456789,,  []{}\".-eE");
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            if (canonical.read(bytes, 0, bytes.length)) {
                accepted++;
                // With an unknown key in front the byte parser leaves the line alone.
                String general = "{\"x\": 0, " + line.substring(1);
                assertOneRequest(general, canonical.timestampMs() / 1000, canonical.isl(), canonical.osl());
            }
        }
        assertThat(accepted).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    }

    @Test
    void csvRowsAreReadAsByTheGeneralParser() {
        var canonical = new CanonicalCsv();
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String row = mutated("6011.250,178,8", "0123456789,. -e");
            byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
            if (canonical.read(bytes, 0, bytes.length)) {
                accepted++;
                int comma = row.indexOf(',');
                String quoted = "timestamp_s,isl,osl\n\"" + row.substring(0, comma) + '"' + row.substring(comma);
                assertOneRequest(quoted, canonical.seconds(), canonical.isl(), canonical.osl());
            }
        }
        assertThat(accepted).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    }

    private void assertOneRequest(String text, double seconds, int isl, int osl) {
        Trace trace = TraceReader.read(write(dir.resolve("t"), text)).trace();
        assertThat(trace.size()).isEqualTo(1);
        if (seconds < 1e8) {
            assertThat(trace.arrivalSeconds(0)).isEqualTo(seconds);
        }
        assertThat(trace.isl(0)).isEqualTo(isl);
        assertThat(trace.osl(0)).isEqualTo(osl);
    }
}
