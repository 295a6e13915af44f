package io.dynamoplanner.k8s.resource;

import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A DynamoGraphDeployment of version v1alpha1. */
@Group("nvidia.com")
@Version("v1alpha1")
@Kind("DynamoGraphDeployment")
@Plural("dynamographdeployments")
public final class GraphDeploymentV1alpha1 extends GraphDeployment {}
