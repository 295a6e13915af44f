package io.dynamoplanner.data.series;

import static io.dynamoplanner.data.file.TestFiles.resource;
import static io.dynamoplanner.data.file.TestFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.traffic.TrafficSample;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesReaderTest {
    @TempDir
    Path dir;

    @Test
    void realSeriesAreReadWithTheirWindowLength() {
        var minutes = SeriesReader.read(resource("series/azure2023_code_60s.csv.gz"));
        assertThat(minutes.windowSeconds()).isEqualTo(60);
        assertThat(minutes.size()).isEqualTo(40);
        assertThat(minutes.samples().get(0)).isEqualTo(new TrafficSample(63, 2342.51, 23.46));
        assertThat(minutes.startOf(39)).isEqualTo(2340);

        var withMoreColumns = SeriesReader.read(resource("series/servegen_mmimage_600s.csv.gz"));
        assertThat(withMoreColumns.windowSeconds()).isEqualTo(600);
        assertThat(withMoreColumns.size()).isEqualTo(96);
        assertThat(withMoreColumns.samples().get(0)).isEqualTo(new TrafficSample(3335, 1721.07, 146.81));
    }

    @Test
    void theRateTellsTheLengthOfASingleWindow() {
        Path file = write(dir.resolve("s.csv"), "mean_isl,requests,t_s,mean_osl,rate_rps\n10,12,30,4,1.2\n");
        var series = SeriesReader.read(file);
        assertThat(series.startSeconds()).isEqualTo(30);
        assertThat(series.windowSeconds()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0,1,1,1;10,1,1,1;30,1,1,1 | :4: t_s is 30.0 where the window at 20.0 is expected",
                "0,1,1,1;10,1,1,1;10,1,1,1 | :4: t_s is 10.0 where the window at 20.0 is expected",
                "10,1,1,1;10,1,1,1 | :3: t_s is 10.0 after 10.0",
                "10,1,1,1;5,1,1,1 | :3: t_s is 5.0 after 10.0",
                "0,-1,1,1 | :2: requests is -1.0; it cannot be negative",
                "0,many,1,1 | :2: requests is \"many\"; a number is expected",
                "0,1,NaN,1 | :2: mean_isl is NaN; a finite number is expected",
                "0,1,1,1e999 | :2: mean_osl is 1e999; a finite number is expected",
                "0,1,1 | :2: has 3 fields where the header has 4",
                "0,1,1,1 | : has one window and its length cannot be told",
                "; | : has no windows",
            })
    void aBadSeriesIsNamedByFileLineAndValue(String rows, String expected) {
        Path file = write(dir.resolve("s.csv"), "t_s,requests,mean_isl,mean_osl\n" + rows.replace(';', '\n') + "\n");
        assertThatThrownBy(() -> SeriesReader.read(file))
                .isInstanceOf(SeriesException.class)
                .hasMessageStartingWith(file + expected);
    }

    @Test
    void aFileThatIsNoSeriesIsRefused() {
        Path trace = write(dir.resolve("t.csv"), "timestamp_s,isl,osl\n");
        assertThatThrownBy(() -> SeriesReader.read(trace))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining(":1: header lacks t_s, requests, mean_isl, mean_osl");
        Path empty = write(dir.resolve("e.csv"), "");
        assertThatThrownBy(() -> SeriesReader.read(empty))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("is empty");
    }
}
