package io.dynamoplanner.data.profile;

import static io.dynamoplanner.data.file.TestFiles.resource;
import static io.dynamoplanner.data.file.TestFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.engine.ProfileException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreSweptReaderTest {
    private static final String MODEL = "nvidia/Llama-3.1-8B-Instruct-FP8";
    private static final String BY_PLACE = "use-pre-swept-results:h200_sxm:" + MODEL + ":vllm:0.10.1.1:1:1:1:128:128:8";

    @TempDir
    Path dir;

    private static EngineProfile select(String selector) {
        return ProfileReader.read(selector, resource("pre_swept"), Set.of());
    }

    @Test
    void aConfigurationOfTheBundleIsTheProfileThatWasMadeFromIt() {
        EngineProfile flat = ProfileReader.read(resource("profiles/h200_llama3.1-8b-fp8_tp1_measured"));
        for (String selector : new String[] {
            BY_PLACE,
            "use-pre-swept-results:model=" + MODEL + ":gpu_type=h200_sxm:framework=vllm",
            "use-pre-swept-results:tp=1:gpu_count=8:model=" + MODEL + ":gpu_type=h200_sxm:framework=vllm"
        }) {
            EngineProfile swept = select(selector);
            assertThat(swept.prefill()).isEqualTo(flat.prefill());
            assertThat(swept.decode()).isEqualTo(flat.decode());
            assertThat(swept.name()).isEqualTo("h200_sxm/vllm/" + MODEL);
        }
    }

    @Test
    void aConfigurationConvertsToAProfileDirectory() throws IOException {
        ProfileConvert.convert(BY_PLACE, resource("pre_swept"), dir, EnumSet.allOf(ProfileLayout.class));
        assertThat(ProfileReader.read(dir).decode()).isEqualTo(select(BY_PLACE).decode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "use-pre-swept-results | has 0 values; give all of gpu_type:model",
                "use-pre-swept-results:h200_sxm:m:vllm | has 3 values",
                "use-pre-swept-results:gpu_type=h200_sxm:framework=vllm | model is \"\"",
                "use-pre-swept-results:gpu_type=../x:model=m:framework=vllm | gpu_type is \"../x\"",
                "use-pre-swept-results:gpu_type=a:model=/etc:framework=vllm | model is \"/etc\"",
                "use-pre-swept-results:gpu=h200:model=m:framework=vllm | \"gpu=h200\" is no column",
                "use-pre-swept-results:gpu_type=a:gpu_type=b | gpu_type is given twice",
                "use-pre-swept-results:gpu_type=h100:model=m:framework=vllm | no profile of this GPU, framework and",
            })
    void aSelectorThatSelectsNothingSaysWhy(String selector, String expected) {
        assertThatThrownBy(() -> select(selector))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void aMissingConfigurationTellsWhatThereIs() {
        assertThatThrownBy(() -> select(BY_PLACE.replace(":1:1:1:", ":4:1:1:")))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("prefill.npz: has no configuration")
                .hasMessageContaining("tp can be 1");
    }

    @Test
    void theRowIsTakenWhoseColumnsMatchOneOfTheirValues() {
        var arrays = new LinkedHashMap<String, byte[]>();
        arrays.put("gpu_type", Npy.array("<U1", "(3, 1)", "ggg".getBytes(Charset.forName("UTF-32LE"))));
        arrays.put("model", Npy.array("|S1", "(3,)", new byte[] {'m', 'm', 'm'}));
        arrays.put("framework", Npy.array("|S1", "(3,)", new byte[] {'f', 'f', 'f'}));
        arrays.put("tp", Npy.doubles("(3, 1)", 1, 2, 4));
        arrays.put("gpu_count", Npy.doubles("(3, 2)", 8, 16, 8, 24, 32, 8));
        arrays.put("prefill_isl", Npy.doubles("(3, 2)", 1, 2, 3, 4, 5, 6));
        arrays.put("prefill_ttft", Npy.doubles("(3, 2)", 10, 20, 30, 40, 50, 60));
        arrays.put("prefill_thpt_per_gpu", Npy.doubles("(3, 2)", 7, 7, 8, 8, 9, 9));
        arrays.put("x_kv_usage", Npy.doubles("(3, 1)", 0.1, 0.2, 0.3));
        arrays.put("y_context_length", Npy.doubles("(3, 1)", 1, 2, 3));
        arrays.put("z_itl", Npy.doubles("(3, 1)", 1, 2, 3));
        arrays.put("z_thpt_per_gpu", Npy.doubles("(3, 1)", 1, 2, 3));
        arrays.put("max_kv_tokens", Npy.doubles("(3, 1)", 100, 200, 300));
        for (String part : new String[] {"prefill", "decode"}) {
            write(dir.resolve("g/f/m/" + part + ".npz"), Npy.zip(arrays));
        }
        String base = "use-pre-swept-results:gpu_type=g:model=m:framework=f";

        EngineProfile profile = ProfileReader.read(base + ":gpu_count=24", dir, Set.of());
        assertThat(profile.prefill().orElseThrow().samples())
                .containsExactly(new EngineProfile.PrefillSample(3, 30, 8), new EngineProfile.PrefillSample(4, 40, 8));
        assertThat(profile.decode().orElseThrow().maxKvTokens()).isEqualTo(200);

        assertThatThrownBy(() -> ProfileReader.read(base + ":gpu_count=8", dir, Set.of()))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("several configurations that match")
                .hasMessageContaining("name more columns");
        assertThatThrownBy(() -> ProfileReader.read(base + ":gpu_count=16:tp=4", dir, Set.of()))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("each value exists, but not together");
        assertThatThrownBy(() -> ProfileReader.read(base + ":dp=1", dir, Set.of()))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("array dp is missing");
    }
}
