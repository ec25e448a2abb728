#!/bin/bash
# begin.sh <folder> <here> <outside>: a root of its own over this machine's, in which nothing lasts, with processes and
# a network of its own. Becomes its process 1.
set -euo pipefail
folder=$1 here=$2 outside=$3
root=$folder/root
mount -t tmpfs -o size=2g tmpfs "$folder"
mkdir "$folder"/{upper,work,root}
mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" "$root"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mkdir -p "$root/outside" "$root/init"
mount --bind "$outside" "$root/outside"
cp "$here"/*.py "$root/init"
for name in systemctl journalctl; do
  printf '#!/usr/bin/python3\n' | cat - "$here/client.py" >"$root/usr/local/bin/$name"
done
install "$here"/{dnf,curl} "$root/usr/local/bin"
install "$here/docker.py" "$root/usr/local/bin/docker"
printf '#!/bin/bash\nexec cat >>"/var/log/${1#--identifier=}"\n' >"$root/usr/local/bin/systemd-cat"
# The AWS CLI as it is, told where its AWS is; its first version, unlike the server's second, reads no AWS_REGION.
cat >"$root/usr/local/bin/aws" <<END
#!/bin/bash
export AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing
export AWS_DEFAULT_REGION=\$AWS_REGION
exec $AWS "\$@"
END
chmod 0755 "$root"/usr/local/bin/{systemctl,journalctl,systemd-cat,aws}
# The new network's own address, without which it can reach nothing.
python3 -c 'import fcntl, socket, struct
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh14x", b"lo", 0x1 | 0x40))'
exec chroot "$root" /usr/bin/python3 /init/init.py
