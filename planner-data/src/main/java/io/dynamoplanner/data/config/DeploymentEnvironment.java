package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Choice;

/** Where replica counts are written to. */
public enum DeploymentEnvironment implements Choice {
    /** The custom resources of the Dynamo operator. */
    KUBERNETES,
    /** Keys that some other deployer watches. */
    VIRTUAL,
    /** Requests to a planner that shares one budget among several graphs. */
    GLOBAL_PLANNER;

    /** The one constant with a hyphen. */
    @Override
    public String spelling() {
        return this == GLOBAL_PLANNER ? "global-planner" : Choice.super.spelling();
    }
}
