package io.dynamoplanner.data.profile;

import static io.dynamoplanner.data.file.TestFiles.bytes;
import static io.dynamoplanner.data.file.TestFiles.resource;
import static io.dynamoplanner.data.file.TestFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.engine.ProfileException;
import io.dynamoplanner.core.role.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileReaderTest {
    private static final String H200 = "profiles/h200_llama3.1-8b-fp8_tp1_measured";
    private static final String PREFILL_NPZ = "selected_prefill_interpolation/raw_data.npz";
    private static final String DECODE_NPZ = "selected_decode_interpolation/raw_data.npz";

    @TempDir
    Path dir;

    @Test
    void aMeasuredProfileIsReadFromItsNpzFiles() {
        EngineProfile profile = ProfileReader.read(resource(H200));

        assertThat(profile.name()).isEqualTo("h200_llama3.1-8b-fp8_tp1_measured");
        var prefill = profile.prefill().orElseThrow().samples();
        assertThat(prefill).hasSize(17);
        assertThat(prefill.get(1))
                .isEqualTo(new EngineProfile.PrefillSample(1117, 38.494130999999996, 29017.410472261345));
        var decode = profile.decode().orElseThrow();
        assertThat(decode.samples()).hasSize(41);
        assertThat(decode.samples().get(0).kvUsage()).isEqualTo(0.00037035900485593565);
        assertThat(decode.samples().get(0).contextLength()).isEqualTo(350);
        assertThat(decode.maxKvTokens()).isEqualTo(945029);
    }

    @Test
    void jsonHoldsTheSameProfileAndIsReadWhenNpzIsAbsent() throws IOException {
        for (Role role : Set.of(Role.PREFILL, Role.DECODE)) {
            String name = ProfileLayout.JSON.file(role);
            Files.copy(resource(H200).resolve(name), dir.resolve(name));
        }
        EngineProfile json = ProfileReader.read(dir);
        EngineProfile npz = ProfileReader.read(resource(H200));
        assertThat(json.prefill()).isEqualTo(npz.prefill());
        assertThat(json.decode()).isEqualTo(npz.decode());
    }

    @Test
    void npzIsPreferredToJson() {
        write(dir.resolve("prefill_raw_data.json"), "not even JSON");
        write(dir.resolve(PREFILL_NPZ), bytes(resource(H200).resolve(PREFILL_NPZ)));
        assertThat(ProfileReader.read(dir, Set.of(Role.PREFILL)).prefill()).isPresent();
    }

    @Test
    void aPartMayOnlyBeMissingIfTheCallerSaysSo() {
        write(dir.resolve(DECODE_NPZ), bytes(resource(H200).resolve(DECODE_NPZ)));
        EngineProfile decodeOnly = ProfileReader.read(dir, Set.of(Role.DECODE));
        assertThat(decodeOnly.prefill()).isEmpty();
        assertThat(decodeOnly.decode()).isPresent();
        assertThatThrownBy(() -> ProfileReader.read(dir))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining(dir + ": has no prefill profile: neither " + PREFILL_NPZ)
                .hasMessageContaining("nor prefill_raw_data.json exists; run the profiler");
        assertThatThrownBy(() -> ProfileReader.read(dir.resolve("none")))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("does not exist; run the profiler");
        Path file = dir.resolve(DECODE_NPZ);
        assertThatThrownBy(() -> ProfileReader.read(file))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("is a file; give the profile directory");
    }

    /** The good decode part, in which a case replaces one array. */
    private static Map<String, byte[]> decode() {
        var arrays = new LinkedHashMap<String, byte[]>();
        arrays.put("x_kv_usage", Npy.list(0.1, 0.5));
        arrays.put("y_context_length", Npy.list(350, 350));
        arrays.put("z_itl", Npy.list(5, 9));
        arrays.put("z_thpt_per_gpu", Npy.list(200, 300));
        arrays.put("max_kv_tokens", Npy.doubles("()", 1000));
        return arrays;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "z_itl | (2,) | 5 NaN | array z_itl[1] is NaN; a finite number",
                "z_itl | (2,) | 5 Infinity | array z_itl[1] is Infinity",
                "x_kv_usage | (2,) | -0.1 1 | array x_kv_usage[0] is -0.1",
                "z_thpt_per_gpu | (3,) | 1 2 3 | array z_thpt_per_gpu has 3 values where x_kv_usage has 2",
                "y_context_length | (1, 2) | 1 2 | array y_context_length has the shape [1, 2]; a list is expected",
                "z_itl | () | 1 | array z_itl has the shape []; a list is expected",
                "max_kv_tokens | (1,) | 0 | array max_kv_tokens is 0.0; the KV capacity",
                "max_kv_tokens | (1,) | NaN | array max_kv_tokens is NaN; the KV capacity",
                "max_kv_tokens | (2,) | 5 6 | array max_kv_tokens has the shape [2]; one value is expected",
                "max_kv_tokens | (1, 1) | 5 | array max_kv_tokens has the shape [1, 1]; one value is expected",
            })
    void aBadArrayIsNamedByFileAndPlace(String name, String shape, String values, String expected) {
        var arrays = decode();
        double[] numbers = Stream.of(values.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        arrays.put(name, Npy.doubles(shape, numbers));
        Path file = write(dir.resolve(DECODE_NPZ), Npy.zip(arrays));
        assertThatThrownBy(() -> ProfileReader.read(dir, Set.of(Role.DECODE)))
                .isInstanceOf(ProfileException.class)
                .hasMessageStartingWith(file + ": " + expected);
    }

    @Test
    void aMissingOrEmptyArrayIsNamed() {
        var arrays = decode();
        arrays.remove("z_itl");
        Path file = write(dir.resolve(DECODE_NPZ), Npy.zip(arrays));
        assertThatThrownBy(() -> ProfileReader.read(dir, Set.of(Role.DECODE)))
                .hasMessageStartingWith(file + ": array z_itl is missing (the file has max_kv_tokens, x_kv_usage");
        write(file, Npy.zip(Map.of("x_kv_usage", Npy.list())));
        assertThatThrownBy(() -> ProfileReader.read(dir, Set.of(Role.DECODE)))
                .hasMessageStartingWith(file + ": array x_kv_usage is empty");
        write(file, Npy.zip(decode()));
        assertThat(ProfileReader.read(dir, Set.of(Role.DECODE))
                        .decode()
                        .orElseThrow()
                        .maxKvTokens())
                .isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"prefill_isl\": 5} | array prefill_isl is no list; write it as a JSON list",
                "{\"prefill_isl\": [1, \"2\"]} | array prefill_isl[1] is \"2\"; a number",
                "{\"prefill_isl\": [NaN]} | array prefill_isl[0] is NaN",
                "{\"prefill_isl\": [1e999]} | array prefill_isl[0] is Infinity",
                "{\"prefill_isl\": []} | array prefill_isl is empty",
                "{\"prefill_isl\": [1]} | array prefill_ttft is missing",
                "{\"prefill_isl\": [1], \"prefill_isl\": [2]} | is not valid JSON in line 1",
                "[1] | is no JSON object",
                "`` | is no JSON object",
                "{\"prefill_isl\": [1 | is not valid JSON in line 1",
                "{} {} | is not valid JSON",
            })
    void aBadJsonProfileIsNamed(String json, String expected) {
        Path file = write(dir.resolve("prefill_raw_data.json"), json);
        assertThatThrownBy(() -> ProfileReader.read(dir, Set.of(Role.PREFILL)))
                .isInstanceOf(ProfileException.class)
                .hasMessageStartingWith(file + ": " + expected);
    }

    @Test
    void theCapacityInJsonIsAPlainNumber() {
        String arrays = "\"x_kv_usage\": [0], \"y_context_length\": [1], \"z_itl\": [1], \"z_thpt_per_gpu\": [1]";
        write(dir.resolve("decode_raw_data.json"), "{" + arrays + ", \"max_kv_tokens\": [5]}");
        assertThatThrownBy(() -> ProfileReader.read(dir, Set.of(Role.DECODE)))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("array max_kv_tokens is a list; write it as a plain number");
    }

    @Test
    void bothLayoutsAreWrittenAndReadBackTheSame() throws IOException {
        EngineProfile profile = ProfileReader.read(resource(H200));
        for (ProfileLayout layout : ProfileLayout.values()) {
            Path target = dir.resolve(layout.name());
            ProfileConvert.convert(resource(H200).toString(), dir, target, EnumSet.of(layout));
            EngineProfile copy = ProfileReader.read(target);
            assertThat(copy.prefill()).isEqualTo(profile.prefill());
            assertThat(copy.decode()).isEqualTo(profile.decode());
            for (Role role : Set.of(Role.PREFILL, Role.DECODE)) {
                byte[] first = bytes(target.resolve(layout.file(role)));
                ProfileWriter.write(profile, target, EnumSet.of(layout));
                assertThat(bytes(target.resolve(layout.file(role)))).isEqualTo(first);
            }
        }
        assertThat(dir.resolve("JSON").resolve("selected_prefill_interpolation"))
                .doesNotExist();
        assertThatThrownBy(() ->
                        ProfileConvert.convert(dir.toString(), dir, dir.resolve("x"), EnumSet.of(ProfileLayout.NPZ)))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("has no profile in it");
    }

    /** Cut off and bit-flipped archives are an error or still a profile, and nothing else. */
    @Test
    void damagedArchivesAreNeverAnythingButATypedError() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(2024);
        byte[] deflated = bytes(resource(H200).resolve(DECODE_NPZ));
        byte[] stored = NpzBytes.of(Map.of("x_kv_usage", new double[] {1, 2.5}, "z_itl", new double[] {3}));
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] damaged = (round % 2 == 0 ? deflated : stored).clone();
            if (round % 3 == 0) {
                damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
            }
            for (int flips = random.nextInt(1, 4); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path file = write(dir.resolve(DECODE_NPZ), damaged);
            try {
                NpzFile npz = NpzFile.read(file);
                for (String name : npz.names()) {
                    npz.get(name).numbers();
                }
            } catch (ProfileException e) {
                refused++;
                assertThat(e).hasMessageStartingWith(file + ": ").hasMessageNotContaining("\n");
            }
        }
        assertThat(refused).isGreaterThan(2000);
    }

    @Test
    void damagedArraysAreNeverAnythingButATypedError() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(77);
        byte[] good = Npy.list(1, 2, 3, 4, 5);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = Arrays.copyOf(good, random.nextInt(good.length + 1));
            for (int flips = random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                NpyArray array = NpyArray.parse(dir, "a", damaged);
                for (int i = 0; i < array.size(); i++) {
                    array.text(i);
                }
            } catch (ProfileException e) {
                assertThat(e).hasMessageContaining("array a");
            }
        }
    }

    @Test
    void aSmallFileThatUnpacksToMuchIsRefused() {
        Path bomb = write(dir.resolve("bomb.npz"), Npy.zip(Map.of("z_itl", new byte[17 << 20])));
        assertThat(bytes(bomb)).hasSizeLessThan(100_000);
        assertThatThrownBy(() -> NpzFile.read(bomb))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("array z_itl is larger than 16 MiB");
    }
}
