package io.dynamoplanner.core.engine;

import io.dynamoplanner.core.engine.EngineProfile.DecodeSample;
import io.dynamoplanner.core.engine.EngineProfile.PrefillSample;
import io.dynamoplanner.core.engine.ProfileFinding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Looks for numbers in a profile that are well-formed but not plausible. */
public final class ProfileCheck {
    private static final double TTFT_NOISE = 0.05;
    private static final double ITL_NOISE = 0.10;
    private static final double RATIO_NOISE = 0.02;
    /** More than any one engine has; seconds taken for milliseconds give a thousand. */
    private static final double MOST_GPUS = 128;

    /** From here on a prompt fills the GPU, and throughput levels off. */
    private static final double LONG_PROMPT = 2000;

    private static final double PLAUSIBLE_GROWTH = 1.5;

    private ProfileCheck() {}

    /** All findings, prefill first; empty for a plausible profile. Never throws. */
    public static List<ProfileFinding> findings(EngineProfile profile) {
        var findings = new ArrayList<ProfileFinding>();
        profile.prefill().ifPresent(prefill -> {
            List<PrefillSample> byIsl = prefill.samples().stream()
                    .sorted(Comparator.comparingDouble(PrefillSample::isl))
                    .toList();
            checkTtft(byIsl, findings);
            checkGrowth(byIsl, findings);
            checkGpuRatio(byIsl, findings);
        });
        profile.decode().ifPresent(decode -> {
            checkItl(decode.samples(), findings);
            checkUsage(decode.samples(), findings);
        });
        return List.copyOf(findings);
    }

    private static void checkTtft(List<PrefillSample> byIsl, List<ProfileFinding> findings) {
        for (int i = 1; i < byIsl.size(); i++) {
            PrefillSample shorter = byIsl.get(i - 1);
            PrefillSample longer = byIsl.get(i);
            if (longer.ttftMs() < shorter.ttftMs() * (1 - TTFT_NOISE)) {
                findings.add(new ProfileFinding(
                        Kind.TTFT_FALLS,
                        "prefill_ttft falls from " + shorter.ttftMs() + " ms at ISL " + shorter.isl() + " to "
                                + longer.ttftMs() + " ms at ISL " + longer.isl()
                                + ": one of the two was disturbed, measure them again"));
            }
        }
    }

    private static void checkGrowth(List<PrefillSample> byIsl, List<ProfileFinding> findings) {
        List<PrefillSample> longPrompts =
                byIsl.stream().filter(s -> s.isl() >= LONG_PROMPT).toList();
        if (longPrompts.size() < 2) {
            return;
        }
        PrefillSample first = longPrompts.get(0);
        PrefillSample last = longPrompts.get(longPrompts.size() - 1);
        if (last.throughputPerGpu() > PLAUSIBLE_GROWTH * first.throughputPerGpu()) {
            findings.add(new ProfileFinding(
                    Kind.PREFILL_TOO_FAST,
                    "prefill_thpt_per_gpu grows from " + first.throughputPerGpu() + " tokens/s at ISL " + first.isl()
                            + " to " + last.throughputPerGpu() + " at ISL " + last.isl()
                            + ": prefix-cache hits are likely, profile with the prefix cache off"));
        }
    }

    private static void checkGpuRatio(List<PrefillSample> byIsl, List<ProfileFinding> findings) {
        for (PrefillSample s : byIsl) {
            double gpus = s.isl() * 1000 / s.ttftMs() / s.throughputPerGpu();
            double whole = Math.max(1, Math.rint(gpus));
            if (!(Math.abs(gpus / whole - 1) <= RATIO_NOISE) || whole > MOST_GPUS) {
                findings.add(new ProfileFinding(
                        Kind.GPU_RATIO,
                        "prefill_thpt_per_gpu " + s.throughputPerGpu() + " at ISL " + s.isl() + " with prefill_ttft "
                                + s.ttftMs() + " ms means " + gpus
                                + " GPUs per engine, no plausible number: check the units and the GPU count"));
                return;
            }
        }
    }

    private static void checkItl(List<DecodeSample> samples, List<ProfileFinding> findings) {
        var rows = new TreeMap<Double, List<DecodeSample>>();
        samples.forEach(s -> rows.computeIfAbsent(s.contextLength(), length -> new ArrayList<>())
                .add(s));
        rows.forEach((contextLength, row) -> {
            row.sort(Comparator.comparingDouble(DecodeSample::kvUsage));
            for (int i = 1; i < row.size(); i++) {
                DecodeSample lighter = row.get(i - 1);
                DecodeSample heavier = row.get(i);
                if (heavier.itlMs() < lighter.itlMs() * (1 - ITL_NOISE)) {
                    findings.add(new ProfileFinding(
                            Kind.ITL_FALLS,
                            "z_itl at y_context_length " + contextLength + " falls from " + lighter.itlMs()
                                    + " ms at x_kv_usage " + lighter.kvUsage() + " to " + heavier.itlMs() + " ms at "
                                    + heavier.kvUsage()
                                    + ": the engine's limit of sequences may have been reached, or a point disturbed"));
                }
            }
        });
    }

    private static void checkUsage(List<DecodeSample> samples, List<ProfileFinding> findings) {
        for (int i = 0; i < samples.size(); i++) {
            double usage = samples.get(i).kvUsage();
            if (!(usage >= 0 && usage <= 1)) {
                findings.add(new ProfileFinding(
                        Kind.KV_USAGE_OUT_OF_RANGE,
                        "x_kv_usage[" + i + "] = " + usage
                                + " is not between 0 and 1: check max_kv_tokens, which it is a share of"));
            }
        }
    }
}
