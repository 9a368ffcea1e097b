import type { CommandRule } from '../rules/command-rule.js';
import { buildTools } from './build-tools.js';
import { containerPrograms } from './containers.js';
import { filesAndText } from './files-and-text.js';
import { gitProgram } from './git.js';
import { clusterPrograms } from './kubernetes-and-cloud.js';
import { packageManagers } from './package-managers.js';
import { shellPrograms } from './shell.js';
import { validators } from './validators.js';

/** Every program that a command may start. What is not here is refused. */
export const programs: Readonly<Record<string, CommandRule>> = {
  ...validators,
  ...filesAndText,
  ...packageManagers,
  ...buildTools,
  ...clusterPrograms,
  ...containerPrograms,
  git: gitProgram,
  ...shellPrograms,
};

function because(names: string, reason: string): Record<string, string> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, reason]));
}

/** Programs that are refused with a reason of their own. */
export const never: Readonly<Record<string, string>> = {
  ...because('sudo su doas pkexec runuser setpriv gosu su-exec capsh newgrp sg', 'changes who the command runs as'),
  ...because('ssh scp sftp rsync telnet ftp socat ncat mosh rclone', 'reaches another machine'),
  ...because(
    'aws gcloud az gsutil doctl heroku flyctl fly vercel netlify wrangler eksctl kops oc pulumi cdk serverless ansible-pull',
    'reaches a cloud',
  ),
  ...because(
    'nohup disown setsid daemonize start-stop-daemon screen tmux at batch watch',
    'leaves something running, or does not end',
  ),
  ...because(
    'crontab systemctl service initctl rc-service update-rc.d chkconfig launchctl',
    'changes what the machine runs by itself',
  ),
  ...because(
    'mount umount mkfs fdisk parted losetup swapon insmod modprobe rmmod sysctl iptables nft ip ifconfig route reboot shutdown halt poweroff chroot unshare nsenter bwrap firejail ctr crictl runc',
    'changes the machine',
  ),
  ...because(
    'apt apt-get aptitude dpkg dnf yum rpm apk pacman zypper brew snap flatpak pipx gem',
    'installs on the machine',
  ),
  ...because(
    'useradd adduser usermod passwd chpasswd visudo groupadd chown chgrp chattr setfacl setcap',
    'changes users or rights',
  ),
  ...because('killall pkill skill', 'ends processes that are not its own'),
  ...because('alias enable bind complete compgen fc history', 'changes what later words mean'),
  ...because(
    'perl lua tclsh Rscript osascript ed ex vi vim nvim nano emacs script expect parallel gdb strace ltrace',
    'runs text that the policy cannot read',
  ),
  ...because('skopeo crane regctl oras cosign docker-machine gh glab hub', 'reaches a registry or a hosting service'),
  ...because('shred wipefs', 'destroys data'),
};
