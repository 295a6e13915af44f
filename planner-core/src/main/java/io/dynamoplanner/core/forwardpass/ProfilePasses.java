package io.dynamoplanner.core.forwardpass;

import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.engine.EngineProfile.DecodeSample;
import io.dynamoplanner.core.engine.EngineProfile.PrefillSample;
import io.dynamoplanner.core.engine.ProfileFinding;
import java.util.ArrayList;
import java.util.List;

/**
 * A profile as the passes that its points stand for, so that a model can be learned before an engine has run.
 *
 * <p>A prefill point is a pass of one prompt that took the TTFT. A decode point is a pass that took the ITL, of
 * {@code K = usage·capacity} KV tokens in {@code max(1, K / context)} sequences, both rounded to whole numbers.
 *
 * @param passes in the order of the points, prefill first
 * @param findings points that stand for no pass, and parts of which none is left
 */
public record ProfilePasses(List<ForwardPass> passes, List<ProfileFinding> findings) {
    public ProfilePasses {
        passes = List.copyOf(passes);
        findings = List.copyOf(findings);
    }

    /** Never throws: what cannot be used is a finding. */
    public static ProfilePasses of(EngineProfile profile) {
        var passes = new ArrayList<ForwardPass>();
        var findings = new ArrayList<ProfileFinding>();
        profile.prefill().ifPresent(part -> {
            for (PrefillSample s : part.samples()) {
                take(
                        ForwardPass.prefill(Math.floor(s.isl()), s.ttftMs()),
                        "prefill_isl " + s.isl() + " with prefill_ttft " + s.ttftMs(),
                        passes,
                        findings);
            }
        });
        profile.decode().ifPresent(part -> {
            for (DecodeSample s : part.samples()) {
                double kvTokens = Math.rint(s.kvUsage() * part.maxKvTokens());
                double context = s.contextLength();
                double requests = context > 0 ? Math.max(1, Math.rint(kvTokens / context)) : 1;
                take(
                        ForwardPass.decode(requests, kvTokens, s.itlMs()),
                        "x_kv_usage " + s.kvUsage() + " at y_context_length " + context + " with z_itl " + s.itlMs(),
                        passes,
                        findings);
            }
        });
        return new ProfilePasses(passes, findings);
    }

    private static void take(ForwardPass pass, String point, List<ForwardPass> passes, List<ProfileFinding> findings) {
        if (pass.teaches() && pass.prefillTokens() >= 0 && pass.decodeKvTokens() >= 0) {
            passes.add(pass);
        } else {
            findings.add(new ProfileFinding(
                    ProfileFinding.Kind.NO_PASS,
                    point + " stands for no pass of the engine: all of it must be finite, and work and time above 0;"
                            + " remove the point or measure it again"));
        }
    }
}
