# Amazon Linux 2023, once, as root. Everything it says goes to the journal: journalctl -t deploy-wizard
set -euo pipefail
exec > >(systemd-cat --identifier=deploy-wizard) 2>&1

# The agent that this was written for; 2.x is not in every Region yet. AWS documents no checksum, signature or key for
# this package, so none is checked here: it comes over TLS, by name and version, from AWS's own bucket in this Region.
# https://docs.aws.amazon.com/codedeploy/latest/userguide/codedeploy-agent-operations-install-linux.html
agent=codedeploy-agent-1.8.1-26.noarch.rpm

# A fresh role, network or repository may need minutes; twenty of them are a reason to give up.
patiently() {
  until "$@"; do
    ((SECONDS < 1200)) || { echo "gave up after $SECONDS s: $*"; exit 1; }
    sleep 10
  done
}

# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
metadata() {
  local token
  token=$(curl -fsS -m 5 -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 60" http://169.254.169.254/latest/api/token)
  curl -fsS -m 5 -H "X-aws-ec2-metadata-token: $token" "http://169.254.169.254/latest/meta-data/$1"
}

identify() {
  AWS_REGION=$(metadata placement/region) &&
    domain=$(metadata services/domain) &&
    APP=$(metadata tags/instance/deploy-wizard:app) &&
    ENVIRONMENT=$(metadata tags/instance/deploy-wizard:environment)
}

value() { jq -r --arg name "$1" '.[$name] // ""' /run/app/parameters.json; }

install_agent() {
  curl -fsSL --proto =https --retry 3 -o "/root/$agent" \
    "https://aws-codedeploy-$AWS_REGION.s3.$AWS_REGION.$domain/releases/$agent" &&
    dnf install -y ruby3.2 "/root/$agent" &&
    # Two kept revisions are enough to go back to, and leave room on a small disk.
    sed -i 's/^:max_revisions:.*/:max_revisions: 2/' /etc/codedeploy-agent/conf/codedeployagent.yml
}

# Amazon's own certificate authorities for databases, which nothing trusts by default.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
install_authorities() {
  local url=https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem
  case $AWS_REGION in
    cn-*) url=https://rds-truststore.s3.cn-north-1.amazonaws.com.cn/global/global-bundle.pem ;;
    us-gov-*) url=https://truststore.pki.us-gov-west-1.rds.amazonaws.com/global/global-bundle.pem ;;
  esac
  curl -fsSL --proto =https -o /opt/deploy-wizard/rds-ca.pem "$url"
}

patiently identify
export AWS_REGION APP ENVIRONMENT
printf '%s\n' "AWS_REGION=$AWS_REGION" "APP=$APP" "ENVIRONMENT=$ENVIRONMENT" >/etc/deploy-wizard.env
id app >/dev/null 2>&1 || useradd --system --home-dir /var/lib/app --shell /sbin/nologin app
mkdir -p /opt/app
systemctl daemon-reload

patiently dnf install -y jq awscli-2
/opt/deploy-wizard/parameters 1200
runtime=$(value runtime)
printf '%s\n' "$runtime" >/opt/app/runtime
systemctl enable --now placeholder

patiently install_authorities
case $runtime in
  spring-boot) patiently dnf install -y java-21-amazon-corretto-headless ;;
  node) patiently dnf install -y nodejs22 nodejs22-npm ;;
  docker)
    patiently dnf install -y docker
    systemctl enable --now docker
    mkdir -p /etc/systemd/system/app.service.d
    printf '%s\n' "[Service]" "SupplementaryGroups=docker" >/etc/systemd/system/app.service.d/docker.conf
    systemctl daemon-reload
    ;;
  *) echo "unknown runtime: $runtime"; exit 1 ;;
esac

if [[ $(value entry) == direct ]]; then
  patiently dnf install -y nginx certbot openssl
  mkdir -p /var/lib/acme
  cp /etc/nginx/app/nginx.conf /etc/nginx/nginx.conf
  systemctl enable nginx
  systemctl enable --now proxy.timer
  systemctl start proxy || echo "nginx is tried again by its timer"
fi

systemctl enable --now refresh.timer

# Last, so that no deployment begins on half a server.
patiently install_agent
systemctl enable --now codedeploy-agent
echo "ready for the first deployment after $SECONDS s"
