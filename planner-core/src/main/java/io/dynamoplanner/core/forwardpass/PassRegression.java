package io.dynamoplanner.core.forwardpass;

import java.util.List;

/** A rule that learns how long passes of one workload take. Pure, and it never throws on odd passes. */
public interface PassRegression {

    /**
     * @param passes passes of this workload that teach; others are not given
     */
    Fit fit(Workload workload, List<ForwardPass> passes);
}
