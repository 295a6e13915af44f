package io.dynamoplanner.core.forwardpass;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long the passes of one engine take, workload by workload. */
public final class PassModel {
    private final Map<Workload, Fit> fits;

    private PassModel(Map<Workload, Fit> fits) {
        this.fits = fits;
    }

    /**
     * What may be kept for learning.
     *
     * @param most passes kept of each workload
     * @param cells cells of the grid that they are spread over
     */
    public record Retention(int most, int cells) {}

    /** Learns from passes, oldest first; those that teach nothing are passed over. */
    public static PassModel learn(PassRegression regression, Retention retention, List<ForwardPass> passes) {
        var fits = new EnumMap<Workload, Fit>(Workload.class);
        for (Workload workload : Workload.values()) {
            PassSamples kept = PassSamples.none(workload, retention.most(), retention.cells());
            for (ForwardPass pass : passes) {
                kept = kept.with(pass);
            }
            fits.put(workload, regression.fit(workload, kept.passes()));
        }
        return new PassModel(fits);
    }

    /** What was learned about one workload, or why nothing was. */
    public Fit fit(Workload workload) {
        Fit fit = fits.get(workload);
        return fit == null ? new Fit.NotFitted("nothing was learned") : fit;
    }

    /**
     * How long a pass of this workload takes. Mixed passes that were never seen are put together from their halves
     * ({@link TogetherTime}).
     *
     * @return empty if the workload, or a half of it, was not learned
     */
    public Optional<PassTime> time(Workload workload) {
        if (fit(workload) instanceof Fit.Fitted fitted) {
            return Optional.of(fitted.line());
        }
        if (workload == Workload.MIXED
                && fit(Workload.PREFILL) instanceof Fit.Fitted prefill
                && fit(Workload.DECODE) instanceof Fit.Fitted decode) {
            return Optional.of(new TogetherTime(prefill.line(), decode.line()));
        }
        return Optional.empty();
    }

    /** Why {@link #time} is empty; empty where it is not. */
    public Optional<String> whyNot(Workload workload) {
        if (time(workload).isPresent()) {
            return Optional.empty();
        }
        if (workload == Workload.MIXED) {
            return whyNot(Workload.PREFILL).or(() -> whyNot(Workload.DECODE));
        }
        return fit(workload) instanceof Fit.NotFitted none ? Optional.of(none.why()) : Optional.empty();
    }
}
