#!/bin/bash
# Brings nginx to what the parameters say, and the certificate to the names that point here. Its timer runs it again.
set -euo pipefail
/opt/deploy-wizard/parameters
port=$(jq -r .port /run/app/parameters.json)
domain=$(jq -r '.domain // ""' /run/app/parameters.json)
certificate=/etc/letsencrypt/live/app/fullchain.pem
reload() {
  local site=http before
  before=$(cat /etc/nginx/app/{upstream,site}.conf 2>/dev/null || true)
  if [[ -e $certificate ]]; then site=https; fi
  cp "/etc/nginx/app/$site.conf" /etc/nginx/app/site.conf
  echo "upstream app { server 127.0.0.1:$port; }" >/etc/nginx/app/upstream.conf
  if [[ $(cat /etc/nginx/app/{upstream,site}.conf) == "$before" ]] && systemctl is-active --quiet nginx; then return; fi
  nginx -t -q
  systemctl reload-or-restart nginx
}
reload
[[ $domain ]] || exit 0
token=$(curl -fsS -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 60" http://169.254.169.254/latest/api/token)
address=$(curl -fsS -H "X-aws-ec2-metadata-token: $token" http://169.254.169.254/latest/meta-data/public-ipv4)
names=()
for name in "$domain" "www.$domain"; do
  # Names that point elsewhere are not asked for, because Let's Encrypt counts failures; one that is on the certificate
  # already stays there when the DNS falters.
  if getent ahostsv4 "$name" | grep -F "$address " ||
    { [[ -e $certificate ]] && openssl x509 -noout -checkhost "$name" -in "$certificate" | grep "does match"; }; then
    names+=(--domain "$name")
  fi
done >/dev/null
((${#names[@]})) || { echo "$domain does not point at $address yet: no certificate asked for"; exit 0; }
certbot certonly --non-interactive --agree-tos --register-unsafely-without-email --quiet --webroot \
  --webroot-path /var/lib/acme --cert-name app --keep-until-expiring --renew-with-new-domains "${names[@]}" \
  --deploy-hook "systemctl reload nginx"
reload
