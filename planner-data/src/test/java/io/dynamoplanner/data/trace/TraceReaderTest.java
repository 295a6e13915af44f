package io.dynamoplanner.data.trace;

import static io.dynamoplanner.data.file.TestFiles.gzip;
import static io.dynamoplanner.data.file.TestFiles.resource;
import static io.dynamoplanner.data.file.TestFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceReaderTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "aibrix_8min_up_and_down, 2026, 6.011, 461.909, 178, 8",
        "azure2023_code_first500, 500, 0.0, 232.801, 4808, 10",
        "mooncake_arxiv_first100, 100, 0.0, 15.267, 6755, 500"
    })
    void bothFormatsOfARealTraceAreTheSameTrace(
            String name, int requests, double first, double last, int isl, int osl) {
        var jsonl = TraceReader.read(resource("traces/" + name + ".jsonl.gz"));
        var csv = TraceReader.read(resource("traces/" + name + ".csv.gz"));

        assertThat(jsonl.format()).isEqualTo(TraceFormat.MOONCAKE);
        assertThat(csv.format()).isEqualTo(TraceFormat.CSV);
        assertThat(csv.trace()).isEqualTo(jsonl.trace());
        assertThat(csv.findings()).isEmpty();
        Trace trace = csv.trace();
        assertThat(trace.size()).isEqualTo(requests);
        assertThat(trace.arrivalSeconds(0)).isEqualTo(first);
        assertThat(trace.endSeconds()).isEqualTo(last);
        assertThat(trace.isl(0)).isEqualTo(isl);
        assertThat(trace.osl(0)).isEqualTo(osl);
    }

    @Test
    void requestsAnsweredWithNothingAreKept() {
        Trace trace = TraceReader.read(resource("traces/aibrix_8min_up_and_down.csv.gz"))
                .trace();
        int silent = 0;
        for (int i = 0; i < trace.size(); i++) {
            silent += trace.osl(i) == 0 ? 1 : 0;
        }
        assertThat(silent).isEqualTo(2);
    }

    @Test
    void onlyEndedRequestsOfARealEventTraceCountFromTheFirstOfThem() {
        var result = TraceReader.read(resource("traces/dynamo_pi.request_trace_v1.jsonl.gz"));

        assertThat(result.format()).isEqualTo(TraceFormat.REQUEST_TRACE_V1);
        assertThat(result.findings()).isEmpty();
        Trace trace = result.trace();
        assertThat(trace.size()).isEqualTo(17);
        assertThat(trace.arrivalSeconds(0)).isZero();
        // 1779163080006 - 1779163048815 ms
        assertThat(trace.arrivalSeconds(1)).isEqualTo(31.191);
        assertThat(trace.isl(1)).isEqualTo(4736);
        assertThat(trace.osl(1)).isEqualTo(709);
    }

    @Test
    void eventsThatSayTheSameAsMooncakeLinesAreTheSameTrace() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(41);
        var mooncake = new StringBuilder();
        var events = new StringBuilder();
        long ms = 0;
        for (int i = 0; i < 300; i++) {
            int isl = random.nextInt(5000);
            int osl = random.nextInt(900);
            mooncake.append(
                    "{\"timestamp\": %d, \"input_length\": %d, \"output_length\": %d}\n".formatted(ms, isl, osl));
            events.append(event(1_779_163_000_000L + ms, isl, osl)).append('\n');
            ms += random.nextInt(2000);
        }
        Trace lowered = TraceReader.read(write(dir.resolve("m.jsonl"), mooncake.toString()))
                .trace();
        Trace recorded = TraceReader.read(write(dir.resolve("e.jsonl.gz"), gzip(events.toString())))
                .trace();
        assertThat(recorded).isEqualTo(lowered);
        assertThat(recorded.size()).isEqualTo(300);
    }

    private static String event(long ms, int isl, int osl) {
        return ("{\"schema\":\"dynamo.request.trace.v1\",\"event_type\":\"request_end\",\"request\":"
                        + "{\"request_received_ms\":%d,\"output_tokens\":%d,\"replay\":{\"input_length\":%d}}}")
                .formatted(ms, osl, isl);
    }

    @Test
    void shardsOfEventsShareTheEarliestStart() {
        write(dir.resolve("t/b/1.jsonl"), event(5_000_000, 30, 3) + "\n" + event(5_002_500, 40, 4));
        write(dir.resolve("t/a.jsonl.gz"), gzip(event(5_001_000, 10, 1) + "\n\n" + event(5_000_500, 20, 2) + "\r\n"));
        write(dir.resolve("t/notes.txt"), "not a shard");

        var result = TraceReader.read(dir.resolve("t"));

        assertThat(result.files()).containsExactly(dir.resolve("t/a.jsonl.gz"), dir.resolve("t/b/1.jsonl"));
        assertThat(result.trace())
                .isEqualTo(Trace.of(new double[] {0, 0.5, 1, 2.5}, new int[] {30, 20, 10, 40}, new int[] {3, 2, 1, 4}));
        assertThat(result.findings()).isEmpty();
    }

    @Test
    void wrappedUntypedAndLateStampedEventsAreRead() {
        Path file = write(dir.resolve("e.jsonl"), """
                {"timestamp":7,"event":{"schema":"dynamo.request.trace.v1","event_type":"tool_start"}}
                {"event":{"schema":"dynamo.request.trace.v1","event_time_unix_ms":9000,"request":{"input_tokens":12,\
                "output_tokens":1,"replay":null}},"timestamp":8}
                {"schema":"dynamo.request.trace.v1","event_type":"request_end","event_time_unix_ms":1,"request":\
                {"request_received_ms":9500.5,"output_tokens":2,"input_tokens":99,"replay":{"input_length":13}}}
                """);
        assertThat(TraceReader.read(file).trace())
                .isEqualTo(Trace.of(new double[] {0, 0.5005}, new int[] {12, 13}, new int[] {1, 2}));
    }

    @Test
    void aPatternReadsTheFilesThatMatchIt() {
        write(dir.resolve("w/x1.csv"), "timestamp_s,isl,osl\n1,2,3\n");
        write(dir.resolve("w/x2.csv"), "timestamp_s,isl,osl\n0.5,4,5\n");
        write(dir.resolve("w/other.csv"), "nonsense");
        var result = TraceReader.read(dir + "/w/x*.csv");
        assertThat(result.trace()).isEqualTo(Trace.of(new double[] {0.5, 1}, new int[] {4, 2}, new int[] {5, 3}));
        assertThat(result.findings()).isEmpty();
    }

    @Test
    void olderVersionsInAMountedVolumeAreNotReadAsWell() {
        write(dir.resolve("v/..2026_01_01/a.csv"), "timestamp_s,isl,osl\n1,2,3\n");
        write(dir.resolve("v/a.csv"), "timestamp_s,isl,osl\n1,2,3\n");
        assertThat(TraceReader.read(dir.resolve("v")).trace().size()).isEqualTo(1);
    }

    @Test
    void csvColumnsMayComeInAnyOrderAmongOthers() {
        Path file = write(
                dir.resolve("t.csv"),
                "\uFEFFuser,osl,\"timestamp_s\",isl\r\n\"a,\"\"b\",8,6.011,178.0\r\n\r\n,40,6.917,258\r\n");
        assertThat(TraceReader.read(file).trace())
                .isEqualTo(Trace.of(new double[] {6.011, 6.917}, new int[] {178, 258}, new int[] {8, 40}));
    }

    @Test
    void aRowOutOfPlaceIsRefusedByItsLine() {
        Path csv = write(dir.resolve("t.csv"), "timestamp_s,isl,osl\n1,1,1\n3,2,2\n2,3,3\n2,4,4\n5,5,5\n");
        assertThatThrownBy(() -> TraceReader.read(csv))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining(csv + ":4: the request came before the one above it (2 such in the file)");
    }

    @Test
    void clockTimesAreCountedFromTheFirstRequestAndReported() {
        Path file = write(dir.resolve("m.jsonl"), """
                {"timestamp": 1779163048815, "input_length": 1, "output_length": 1}
                {"timestamp": 1779163050815, "input_length": 1, "output_length": 1}
                """);
        var result = TraceReader.read(file);
        assertThat(result.trace().endSeconds()).isEqualTo(2);
        assertThat(result.findings()).singleElement().asString().contains("look like clock times");
    }

    /** Lines that the byte parsers may take or leave: the numbers must be those of the general parser. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"timestamp\":6011,\"input_length\":178,\"output_length\":8}",
                "{\"timestamp\": 6011, \"input_length\": 178, \"output_length\": 8, \"hash_ids\": [1, 22, 333]}",
                "{\"timestamp\": 6011, \"input_length\": 178, \"output_length\": 8, \"hash_ids\": []}",
                "{\"timestamp\": 6011.0, \"input_length\": 178, \"output_length\": 8}",
                "  {\"timestamp\" :6.011e3 ,\"input_length\":178,\"output_length\":8.0 }  ",
                "{\"output_length\": 8, \"x\": {\"timestamp\": [1]}, \"timestamp\": 6011, \"input_length\": 178}",
                "{\"timestamp\": 6011, \"input_length\": 178, \"output_length\": 8, \"hash_ids\": [-1, \"a\"]}",
            })
    void spellingsOfOneMooncakeLineAreEqual(String line) {
        for (String first : List.of("", "{\"timestamp\": 1, \"input_length\": 1, \"output_length\": 1}\n")) {
            Trace trace = TraceReader.read(write(dir.resolve("m.jsonl"), first + line))
                    .trace();
            int last = trace.size() - 1;
            assertThat(trace.arrivalSeconds(last)).isEqualTo(6.011);
            assertThat(trace.isl(last)).isEqualTo(178);
            assertThat(trace.osl(last)).isEqualTo(8);
        }
    }

    @Test
    void csvTimesAreTheNearestDoubles() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        var text = new StringBuilder("timestamp_s,isl,osl\n");
        double[] expected = new double[2000];
        double time = 0;
        for (int i = 0; i < expected.length; i++) {
            time += 1 + random.nextDouble();
            String written =
                    String.format(Locale.ROOT, "%." + random.nextInt(13) + "f", Math.floor(time) + 0.999 * (time % 1));
            expected[i] = Double.parseDouble(written);
            text.append(written).append(',').append(i).append(',').append(i).append('\n');
        }
        Trace trace =
                TraceReader.read(write(dir.resolve("t.csv"), text.toString())).trace();
        for (int i = 0; i < expected.length; i++) {
            assertThat(trace.arrivalSeconds(i)).isEqualTo(expected[i]);
        }
    }

    @Test
    void aLineLongerThanTheBufferIsRead() {
        String ids = "1, ".repeat(400_000) + "2";
        String line = "{\"timestamp\": 5, \"input_length\": 6, \"output_length\": 7, \"hash_ids\": [" + ids + "]}\n";
        Path file = write(dir.resolve("m.jsonl.gz"), gzip(line.repeat(3)));
        assertThat(TraceReader.read(file).trace().size()).isEqualTo(3);
    }

    @Test
    void gzipIsToldByContentAndMayHaveSeveralMembers() throws Exception {
        var joined = new ByteArrayOutputStream();
        joined.write(gzip("timestamp_s,isl,osl\n1,2,3\n"));
        joined.write(gzip("2,3,4\n"));
        Path file = write(dir.resolve("trace"), joined.toByteArray());
        assertThat(TraceReader.read(file).trace().size()).isEqualTo(2);
    }

    @Test
    void aTraceWithoutTimeOrderAcrossShardsIsNoFinding() {
        Path a = write(dir.resolve("a.csv"), "timestamp_s,isl,osl\n5,2,3\n");
        Path b = write(dir.resolve("b.csv"), "timestamp_s,isl,osl\n1,2,3\n");
        assertThat(TraceReader.read(List.of(a, b)).findings()).isEmpty();
        assertThatThrownBy(() -> TraceReader.read(List.of(a, a)))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("given twice");
    }
}
