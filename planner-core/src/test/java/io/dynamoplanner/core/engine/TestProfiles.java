package io.dynamoplanner.core.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Measured and estimated engine profiles, and what the reference planner computes from three of them. */
public final class TestProfiles {
    public static final String H200 = "h200_llama3.1-8b-fp8_tp1_measured";
    static final String H200_SUPERSEDED = "h200_llama3.1-8b-fp8_tp1_superseded";
    static final String H100_TP2 = "h100_llama3.3-70b-fp8_tp2_measured";
    static final String H100_TP8 = "h100_llama3.3-70b-fp8_tp8_measured";
    static final String A100_TP4 = "a100_llama2-70b_tp4_splitwise";

    private static final Map<String, EngineProfile> ALL = load();

    private TestProfiles() {}

    /** One line of a data file: a kind, a profile and numbers. */
    record Line(String kind, String profile, List<Double> numbers) {
        double at(int i) {
            return numbers.get(i);
        }
    }

    static Map<String, EngineProfile> all() {
        return ALL;
    }

    public static EngineProfile named(String name) {
        return Objects.requireNonNull(ALL.get(name), name);
    }

    static EngineProfile.Prefill prefill(String name) {
        return named(name).prefill().orElseThrow();
    }

    static EngineProfile.Decode decode(String name) {
        return named(name).decode().orElseThrow();
    }

    static List<Line> goldens(String kind, String profile) {
        return lines("interpolation.csv.gz").stream()
                .filter(line -> line.kind.equals(kind) && line.profile.equals(profile))
                .toList();
    }

    private static Map<String, EngineProfile> load() {
        var prefill = new TreeMap<String, List<EngineProfile.PrefillSample>>();
        var decode = new TreeMap<String, List<EngineProfile.DecodeSample>>();
        var maxKvTokens = new TreeMap<String, Double>();
        for (Line line : lines("profiles.csv.gz")) {
            switch (line.kind) {
                case "prefill" ->
                    prefill.computeIfAbsent(line.profile, k -> new ArrayList<>())
                            .add(new EngineProfile.PrefillSample(line.at(0), line.at(1), line.at(2)));
                case "decode" ->
                    decode.computeIfAbsent(line.profile, k -> new ArrayList<>())
                            .add(new EngineProfile.DecodeSample(line.at(0), line.at(1), line.at(2), line.at(3)));
                case "max_kv_tokens" -> maxKvTokens.put(line.profile, line.at(0));
                default -> throw new IllegalStateException(line.kind);
            }
        }
        var all = new TreeMap<String, EngineProfile>();
        maxKvTokens.forEach((name, tokens) -> all.put(
                name,
                new EngineProfile(
                        name,
                        Optional.of(new EngineProfile.Prefill(Objects.requireNonNull(prefill.get(name)))),
                        Optional.of(new EngineProfile.Decode(Objects.requireNonNull(decode.get(name)), tokens)))));
        return all;
    }

    private static List<Line> lines(String resource) {
        try (var in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Objects.requireNonNull(TestProfiles.class.getResourceAsStream(resource), resource)),
                StandardCharsets.UTF_8))) {
            return in.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(",", -1))
                    .map(f -> new Line(
                            f[0],
                            f[1],
                            Arrays.stream(f).skip(2).map(Double::valueOf).toList()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
