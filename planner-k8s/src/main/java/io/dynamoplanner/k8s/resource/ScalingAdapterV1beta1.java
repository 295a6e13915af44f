package io.dynamoplanner.k8s.resource;

import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A DynamoGraphDeploymentScalingAdapter of version v1beta1. */
@Group("nvidia.com")
@Version("v1beta1")
@Kind("DynamoGraphDeploymentScalingAdapter")
@Plural("dynamographdeploymentscalingadapters")
public final class ScalingAdapterV1beta1 extends ScalingAdapter {}
