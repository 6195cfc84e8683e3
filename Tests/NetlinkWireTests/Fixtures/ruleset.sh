# ruleset.sh OUT: what nf_tables tells of router.nft and of rules of iptables-nft.
#
#   LAB_OUT=DIR Tests/lab/boot ruleset.sh    in the lab machine: OUT is /out
#   unshare -n bash ruleset.sh DIR           on a kernel without flowtables and queues, which are left out
#
# Leaves in OUT/ruleset what capture.py dumps; in the lab, in OUT/nft.pcapng what dumpcap saw of
# `nft list ruleset` on nlmon.
here=$(dirname "$(realpath "${LAB_SCRIPT:-$0}")") out=${1:-/out}
modprobe -a nlmon nft_queue nft_flow_offload nf_flow_table_inet nf_conntrack_ftp veth 2> "$out/modprobe.log"
ip link add lan0 type veth peer name lan1; ip link add wan0 type veth peer name wan1
ip link set lan0 up; ip link set wan0 up
rules=$(mktemp); cp "$here/router.nft" "$rules"
nft -c -f "$rules" 2> "$out/nft.log" || sed -i '/^  flowtable/d; s/ flow add @ft//; /^    queue/d' "$rules"
nft -f "$rules" || exit 1
iptables-nft -A FORWARD -p tcp --dport 22 -m conntrack --ctstate NEW -m comment --comment "kept for ssh" -j ACCEPT
iptables-nft -A FORWARD -m conntrack ! --ctstate ESTABLISHED,UNTRACKED -j DROP
iptables-nft -A FORWARD -m conntrack --ctstate ESTABLISHED --ctstatus ASSURED -j ACCEPT
iptables-nft -A FORWARD -p tcp -m multiport --dports 1,2 -j LOG
iptables-nft -A FORWARD -m state --state ESTABLISHED,RELATED -j MARK --set-xmark 0x2/0xff
iptables-nft -A FORWARD -j CONNMARK --save-mark
iptables-nft -A FORWARD -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff
iptables-nft -A FORWARD -p udp --sport 1:5 ! --dport 7 -m addrtype --dst-type LOCAL -j REJECT
python3 "$here/capture.py" ruleset "$out/ruleset"
nft -a -s list ruleset > "$out/ruleset/listing.txt"
ip link add nlmon0 type nlmon 2> "$out/nlmon.log" || exit 0
ip link set nlmon0 up
dumpcap -q -i nlmon0 -w "$out/nft.pcapng" 2> "$out/dumpcap.log" & pid=$!
until [ -s "$out/nft.pcapng" ]; do sleep 0.1; done
nft list ruleset > "$out/listed.txt"; conntrack -L > "$out/flows.txt" 2>&1; sleep 1
kill $pid; wait
chmod -R a+rX "$out"
