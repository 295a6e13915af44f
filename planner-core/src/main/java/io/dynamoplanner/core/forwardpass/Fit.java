package io.dynamoplanner.core.forwardpass;

import java.util.Locale;

/** What a regression made of the passes of one workload. */
public sealed interface Fit {

    /**
     * A model.
     *
     * @param passes how many passes it stands on
     */
    record Fitted(FittedLine line, int passes) implements Fit {}

    /** No model. */
    record NotFitted(String why) implements Fit {}

    static Fit tooFew(Workload workload, int passes, int needed) {
        return new NotFitted(passes + " " + workload.name().toLowerCase(Locale.ROOT) + " passes, " + Math.max(1, needed)
                + " are needed");
    }
}
