package io.dynamoplanner.k8s.resource;

import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A DynamoWorkerMetadata: what a worker says about itself. There is one version of it. */
@Group("nvidia.com")
@Version("v1alpha1")
@Kind("DynamoWorkerMetadata")
@Plural("dynamoworkermetadatas")
public final class WorkerMetadata extends OpenResource {}
