package io.dynamoplanner.k8s.resource;

/** A DynamoGraphDeployment, in whichever version it was asked for; one class for each, as the client wants it. */
public abstract sealed class GraphDeployment extends OpenResource
        permits GraphDeploymentV1beta1, GraphDeploymentV1alpha1 {}
