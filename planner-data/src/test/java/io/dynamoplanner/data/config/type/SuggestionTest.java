package io.dynamoplanner.data.config.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

    @ParameterizedTest(name = "{0} to {1} takes {2} edits")
    @CsvSource({
        "kitten, sitting, 3",
        "ttft_ms, ttft_ms, 0",
        "ab, ba, 1",
        "ca, abc, 3",
        "'', abc, 3",
        "abc, '', 3",
        "itl_ms, til_ms, 1"
    })
    void distanceCountsEditsAndSwapsOfNeighbours(String a, String b, int edits) {
        assertThat(Suggestion.distance(a, b)).isEqualTo(edits);
        assertThat(Suggestion.distance(b, a)).isEqualTo(edits);
    }

    @Test
    void aNearNameIsSuggestedAndAFarOneIsNot() {
        List<String> names = List.of("ttft_ms", "itl_ms", "max_gpu_budget");

        assertThat(Suggestion.closest("max-gpu-budgte", names)).contains("max_gpu_budget");
        assertThat(Suggestion.closest("ITL_MS", names)).contains("itl_ms");
        assertThat(Suggestion.closest("max_gpu_budget_of_all", names)).contains("max_gpu_budget");
        assertThat(Suggestion.closest("ttft", names)).contains("ttft_ms");
        assertThat(Suggestion.closest("colour", names)).isEmpty();
        assertThat(Suggestion.closest("", names)).isEmpty();
    }
}
