import { type Asks, back } from "../commands/asks.ts";
import type { Language } from "../language/languages.ts";
import { say } from "../language/phrase.ts";
import { choiceQuestion } from "./question.ts";
import type { Setting } from "./settings.ts";

/**
 * Regions that are open to every account, with their cities.
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
const regions = {
  "us-east-1": "N. Virginia",
  "us-east-2": "Ohio",
  "us-west-1": "N. California",
  "us-west-2": "Oregon",
  "ca-central-1": "Montreal",
  "sa-east-1": "São Paulo",
  "eu-central-1": "Frankfurt",
  "eu-west-1": "Ireland",
  "eu-west-2": "London",
  "eu-west-3": "Paris",
  "eu-north-1": "Stockholm",
  "ap-northeast-1": "Tokyo",
  "ap-northeast-2": "Seoul",
  "ap-northeast-3": "Osaka",
  "ap-southeast-1": "Singapore",
  "ap-southeast-2": "Sydney",
  "ap-south-1": "Mumbai",
} as const;

type Region = keyof typeof regions;

/** Where the first proposal of a language lies. */
const near: Record<Language, Region> = { en: "us-east-1", ko: "ap-northeast-2" };

/** The Region as a line of the review, which may be changed as long as nothing has been made. */
export const regionSetting = (language: Language): Setting => ({
  label: say("labelRegion"),
  value: ({ region }) => region,
  question: choiceQuestion<string>({
    path: "region",
    message: say("askRegion"),
    why: say("whyRegion"),
    choices: (sheet) => offered(sheet.complete().region),
    current: (sheet) => sheet.complete().region ?? near[language],
    answers: (region) => ({ region }),
  }),
});

/** The Regions to choose from; one that was given and is none of these stays possible. */
function offered(also?: string) {
  const names = Object.entries<string>(regions).map(([value, city]) => ({ value, name: `${value} (${city})` }));
  return also === undefined || also in regions ? names : [...names, { value: also, name: also }];
}

/** Asked only when nothing says which Region it is to be. Other Regions can be given with --region. */
export async function askRegion(asks: Asks, language: Language): Promise<string> {
  for (;;) {
    const answer = await asks.choose<string>({
      message: say("askRegion"),
      why: say("whyRegion"),
      choices: offered(),
      default: near[language],
    });
    // There is no question before this one.
    if (answer !== back) return answer;
  }
}
