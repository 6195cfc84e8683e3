# namespace.sh FOLDER: one entry of each kind, and devices with addresses, in a namespace of its own.
# unshare -n bash namespace.sh FOLDER
here=$(dirname "$(realpath "$0")")
ip link set lo up
ip link add lan0 type veth peer name lan1
ip link set lan0 up; ip link set lan1 up
ip link add br0 type bridge && ip link set lan0 master br0
ip link add link lan1 name lan1.7 type vlan id 7
ip addr add 192.0.2.1/24 dev lan0
ip addr add 2001:db8::1/64 dev lan0 nodad
ip addr add 10.9.9.1 peer 10.9.9.2/32 dev lan1
# connection labels are kept only where a rule speaks of them
nft 'table inet t { chain c { type filter hook input priority 0; ct label set 5; }; }'
python3 "$here/capture.py" fill
python3 "$here/capture.py" dump "$1"
