/** Which pods use which board: from the processes on it, and from what the kubelet has given out. */
package io.dynamoplanner.power.attribution;
