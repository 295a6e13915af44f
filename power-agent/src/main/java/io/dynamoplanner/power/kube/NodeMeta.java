package io.dynamoplanner.power.kube;

import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A node: its metadata. */
@Group("")
@Version("v1")
@Kind("Node")
@Plural("nodes")
public final class NodeMeta extends Slim {}
