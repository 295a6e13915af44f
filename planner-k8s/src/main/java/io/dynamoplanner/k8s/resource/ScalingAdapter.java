package io.dynamoplanner.k8s.resource;

/** A DynamoGraphDeploymentScalingAdapter, in whichever version it was asked for. */
public abstract sealed class ScalingAdapter extends OpenResource
        permits ScalingAdapterV1beta1, ScalingAdapterV1alpha1 {}
